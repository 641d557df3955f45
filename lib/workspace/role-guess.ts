import type { Role } from './model.ts';

/**
 * Headers that usually mean a role, from the layouts that agencies send: HMIS CSV, Ed-Fi, WIC participant files,
 * jail bookings, vital records. Matched as whole words of the header, in this order.
 */
const USUAL_HEADERS: readonly (readonly [Role, RegExp])[] = [
  ['ssn', /^(?:ssn|ssn9|soc_sec|soc_sec_num|social|social_security(?:_(?:number|no|num))?)$/],
  ['birth_date', /^(?:dob|birth_?date|date_of_birth|birthday|birth_dt|dt_of_birth|.*_dob|.*_birth_date)$/],
  ['middle_name', /^(?:middle_?name|middle|mname|mid_name|middle_initial|mi|m_name|.*_middle_name)$/],
  [
    'given_name',
    /^(?:first_?name|given_?name|fname|first|forename|name_first|f_name|frst_nm|first_nm|.*_first_name|.*_given_name)$/,
  ],
  [
    'surname',
    /^(?:last_?name|surname|family_?name|lname|last|name_last|l_name|lst_nm|last_nm|.*_last_name|.*_surname)$/,
  ],
  ['suffix', /^(?:suffix|name_suffix|generation)$/],
  [
    'full_name',
    /^(?:name|full_?name|client_name|patient_name|student_name|child_name|participant_name|inmate_name|person_name)$/,
  ],
  ['email', /^(?:e_?mail|email_?address|e_mail_address)$/],
  [
    'phone',
    /^(?:(?:tele)?phone|(?:home|cell|mobile|work)_?(?:phone|tel)?(?:_(?:number|no))|phone_?(?:number|no|num)?|telephone(?:_number)?|cell_?phone|home_?phone|mobile)$/,
  ],
  [
    'street',
    /^(?:street|address|address_?1|addr|addr1|address_line_?1|street_?address|home_address|residence_address|street_1)$/,
  ],
  ['city', /^(?:city|town|municipality|addr_city|residence_city)$/],
  ['state', /^(?:state|state_code|addr_state|residence_state)$/],
  ['postal_code', /^(?:zip|zip_?code|zip5|postal_?code|post_?code|zipcode5|residence_zip)$/],
  ['sex', /^(?:sex|gender|sex_code|gender_code)$/],
  ['consent', /^(?:consent|.*_consent|consent_.*|release_of_information|roi)$/],
  [
    'local_id',
    /^(?:(?:person|client|student|patient|participant|child|member|inmate|personal|individual|family_member|state_student|recipient)_?(?:id|no|num|number)|mrn|ssid|sid|personalid)$/,
  ],
];

/** The role that a header usually has, by its name alone. */
export function guessRole(header: string): Role | undefined {
  const words = header
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return USUAL_HEADERS.find(([, usual]) => usual.test(words))?.[0];
}

/** Like `guessRole`, for columns that would identify somebody if kept: not places, sex or consent. */
export function likelyRole(header: string): Role | undefined {
  const role = guessRole(header);
  return role === undefined || HARMLESS.includes(role) ? undefined : role;
}

const HARMLESS: readonly Role[] = ['sex', 'state', 'city', 'consent', 'suffix'];
