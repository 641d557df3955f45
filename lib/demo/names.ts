/**
 * Names by where a family's name comes from, the commonest first. The lists are our own: everyday names, put in a
 * plausible order; they claim no ranks of any census.
 */
export interface NamePool {
  /** How many of a thousand families. */
  readonly share: number;
  readonly race: string;
  readonly hispanic: boolean;
  readonly female: readonly [string, ...string[]];
  readonly male: readonly [string, ...string[]];
  readonly surnames: readonly [string, ...string[]];
  /** Children carry the father's and the mother's first surname. */
  readonly twoPart?: true;
}

function words(text: string): readonly [string, ...string[]] {
  const [first = '', ...rest] = text.trim().split(/\s+/u);
  return [first, ...rest];
}

const ANGLO_FEMALE = words(`
  Emma Olivia Ava Charlotte Amelia Sophia Isabella Evelyn Harper Mary Elizabeth Jennifer Patricia Linda Jessica Sarah
  Ashley Emily Hannah Madison Abigail Grace Chloe Lily Nora Hazel Violet Stella Lucy Ellie Margaret Katherine Susan
  Rebecca Laura Kimberly Michelle Amanda Melissa Stephanie Nicole Heather Amy Rachel Samantha Megan Lauren Victoria
  Danielle Brittany Tiffany Crystal Jasmine Alexis Kayla Taylor Morgan Paige Brooke Faith Hope Aaliyah Imani Ebony
  Keisha Latoya Shanice Nevaeh Destiny Autumn Piper Ruby Josephine Beatrice Eleanor Penelope Caroline Audrey Claire`);
const ANGLO_MALE = words(`
  Liam Noah Oliver James William Benjamin Lucas Henry Theodore Jack Michael Robert John David Joseph Thomas Charles
  Christopher Daniel Matthew Anthony Andrew Joshua Ryan Brandon Justin Tyler Nathan Samuel Ethan Logan Mason Jacob
  Jackson Levi Owen Wyatt Carter Julian Luke Grayson Isaac Gabriel Lincoln Caleb Hunter Eli Cameron Connor Landon
  Timothy Steven Kenneth Kevin Brian Edward Ronald Jeffrey Gary Eric Stephen Scott Gregory Patrick Dennis Jerry
  DeShawn Malik Jamal Tyrone Darnell Terrence Marcus Andre Xavier Jordan Austin Colton Everett Silas Walter Albert`);
const ANGLO_SURNAMES = words(`
  Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White
  Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell
  Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Peterson Cooper
  Reed Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray Hughes Price Myers Long Foster
  Sanders Ross Powell Sullivan Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan
  Reynolds Hamilton Graham Wallace Cole West O'Brien McDonald McCarthy O'Connor MacLeod Fitzgerald Washington Jefferson
  Booker Banks Mosley Gaines Tillman Whitaker Lindqvist Hansen Olson Schmidt Weber Becker Vogel DeWitt VanDyke`);

export const NAME_POOLS = [
  {
    share: 520,
    race: 'white',
    hispanic: false,
    female: ANGLO_FEMALE,
    male: ANGLO_MALE,
    surnames: ANGLO_SURNAMES,
  },
  {
    share: 130,
    race: 'black',
    hispanic: false,
    female: ANGLO_FEMALE,
    male: ANGLO_MALE,
    surnames: ANGLO_SURNAMES,
  },
  {
    share: 185,
    race: 'white',
    hispanic: true,
    twoPart: true,
    female: words(`
      María Sofía Valentina Camila Isabella Lucía Ximena Gabriela Daniela Mariana Ana Guadalupe Elena Carmen Rosa Teresa
      Juana Leticia Verónica Alejandra Natalia Paola Adriana Claudia Esperanza Dolores Yesenia Marisol Julieta Renata`),
    male: words(`
      José Juan Luis Carlos Miguel Santiago Mateo Diego Sebastián Alejandro Daniel Ángel Jesús Francisco Antonio Manuel
      Javier Eduardo Fernando Ricardo Roberto Jorge Andrés Rafael Emiliano Leonardo Ramón Arturo Héctor Raúl Iker`),
    surnames: words(`
      García Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz Reyes
      Morales Ortiz Gutiérrez Chávez Ramos Ruiz Mendoza Álvarez Castillo Jiménez Vásquez Moreno Herrera Medina Aguilar
      Vargas Castro Guzmán Méndez Fernández Muñoz Salazar Soto Delgado Peña Ríos Núñez Cabrera Ibarra Zamora`),
  },
  {
    share: 40,
    race: 'asian',
    hispanic: false,
    female: words(
      'Linh Mai Thu Lan Hoa Ngoc Phuong Trang Anh Thao Huong Kim Vy My Uyen Hanh Yen Nhi Diem Quynh',
    ),
    male: words(
      'Minh Anh Tuan Hung Duc Long Nam Khoa Phuc Bao Quang Hieu Thanh Dat Vinh Son Tri Khang Hai Trung',
    ),
    surnames: words(
      'Nguyen Tran Le Pham Huynh Vo Phan Truong Bui Dang Do Ngo Ho Duong Dinh Ly Vuong Lam Mai Trinh',
    ),
  },
  {
    share: 35,
    race: 'asian',
    hispanic: false,
    female: words(
      'Li Mei Xin Yan Jing Hui Fang Na Ying Ling Wei Xiaoli Yu Qian Lan Grace Amy Jenny Cindy Vivian',
    ),
    male: words(
      'Wei Jun Ming Lei Hao Jian Bo Tao Chen Yong Kai Peng Feng Gang Kevin Jason Eric Andy Henry Felix',
    ),
    surnames: words(
      'Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao Liang Wong Chan Xie',
    ),
  },
  {
    share: 35,
    race: 'black',
    hispanic: false,
    female: words(
      'Amina Fatima Halima Khadija Hodan Ifrah Sahra Fadumo Asha Maryan Hawa Zahra Naima Ayaan Safiya Idil',
    ),
    male: words(
      'Mohamed Ahmed Abdi Hassan Ali Ibrahim Omar Yusuf Abdullahi Ismail Said Mahad Farah Khalid Bile Guled',
    ),
    surnames: words(
      'Mohamed Ali Ahmed Hassan Abdi Omar Ibrahim Farah Yusuf Warsame Jama Osman Nur Aden Hersi Duale Salad',
    ),
  },
  {
    share: 20,
    race: 'mena',
    hispanic: false,
    female: words(
      'Layla Nour Fatima Mariam Zeinab Salma Yasmin Rania Huda Dina Samira Lina Aya Reem Nadia Maha',
    ),
    male: words(
      'Mohammad Ahmad Ali Omar Khaled Yousef Hussein Mahmoud Tariq Karim Samir Bilal Hamza Walid Fadi Rami',
    ),
    surnames: words(
      'Haddad Khoury al-Masri Nasser Mansour Saleh Hamdan Khalil Qasim Farouk Aziz Saad Darwish Bishara',
    ),
  },
  {
    share: 25,
    race: 'white',
    hispanic: false,
    female: words(
      'Anna Olga Natalia Irina Svetlana Katarzyna Agnieszka Milena Ivana Oksana Daria Zofia Ludmila Tereza',
    ),
    male: words(
      'Ivan Dmitri Sergei Andrei Piotr Tomasz Pavel Oleg Viktor Marek Jakub Milan Bogdan Yuri Stanislav',
    ),
    surnames: words(`
      Nowak Kowalski Ivanov Petrov Novotný Dvořák Horvat Kovač Shevchenko Bondarenko Wiśniewski Zieliński Popović
      Jankowski Volkov Sokolov Marek Kučera Lysenko Babić`),
  },
  {
    share: 10,
    race: 'aian',
    hispanic: false,
    female: words('Winona Aiyana Dakota Cheyenne Tallulah Kaya Mary Rose Shania Talise Nizhoni Awentia'),
    male: words('Dakota Chayton Takoda Koda Joseph Ahanu Raymond Leonard Elan Hototo Mika Wyatt'),
    surnames: words(
      'Begay Yazzie Benally Tsosie Two-Bears Whitehorse Running-Deer Blackfox Redcloud Littlewolf Standing-Elk',
    ),
  },
] as const satisfies readonly [NamePool, ...NamePool[]];

/** Middle names come from everywhere. */
export const MIDDLE_NAMES = {
  F: words(
    'Marie Ann Lynn Rose Grace Elizabeth Jane Renee Nicole Mae Louise Michelle Faith Hope Elena Kay Dawn June',
  ),
  M: words(
    'James Lee Michael Joseph Allen Edward Ray William David Thomas Wayne Alan Luis Antonio Paul Dean Scott Cole',
  ),
} as const;

/** Rare surnames are made, not listed: a county has far more surnames than anybody types out. */
export const SURNAME_HEADS = words(`
  Ash Birch Black Brad Bright Brom Burn Cald Car Chad Clay Cran Dun East Elling Fair Farn Frost Gar Gold Had Hart Haw
  Holl Hors Ing Kirk Lang Long Lyn Mar Mel Nor Oak Pem Rad Rock Rush Sand Shel Stan Stock Strat Thorn Wal Wet Whit Win`);
export const SURNAME_TAILS = words(
  'ton ley ford field wood worth well by ham man er hurst combe stead bourne wick dale den',
);

/** Short forms that offices write down. */
export const NICKNAMES: ReadonlyMap<string, readonly [string, ...string[]]> = new Map([
  ['William', ['Bill', 'Will', 'Billy']],
  ['Robert', ['Bob', 'Rob', 'Bobby']],
  ['James', ['Jim', 'Jimmy']],
  ['John', ['Jack', 'Johnny']],
  ['Michael', ['Mike', 'Mikey']],
  ['Joseph', ['Joe', 'Joey']],
  ['Thomas', ['Tom', 'Tommy']],
  ['Charles', ['Charlie', 'Chuck']],
  ['Christopher', ['Chris']],
  ['Daniel', ['Dan', 'Danny']],
  ['Matthew', ['Matt']],
  ['Anthony', ['Tony']],
  ['Andrew', ['Andy', 'Drew']],
  ['Joshua', ['Josh']],
  ['Benjamin', ['Ben']],
  ['Samuel', ['Sam']],
  ['Nathan', ['Nate']],
  ['Theodore', ['Ted', 'Theo']],
  ['Timothy', ['Tim']],
  ['Steven', ['Steve']],
  ['Stephen', ['Steve']],
  ['Kenneth', ['Ken', 'Kenny']],
  ['Edward', ['Ed', 'Eddie']],
  ['Ronald', ['Ron']],
  ['Jeffrey', ['Jeff']],
  ['Gregory', ['Greg']],
  ['Patrick', ['Pat']],
  ['Elizabeth', ['Liz', 'Beth', 'Lizzie']],
  ['Jennifer', ['Jen', 'Jenny']],
  ['Patricia', ['Pat', 'Patty']],
  ['Jessica', ['Jess']],
  ['Katherine', ['Kate', 'Katie', 'Kathy']],
  ['Margaret', ['Maggie', 'Peggy']],
  ['Susan', ['Sue']],
  ['Rebecca', ['Becky']],
  ['Kimberly', ['Kim']],
  ['Amanda', ['Mandy']],
  ['Melissa', ['Missy']],
  ['Stephanie', ['Steph']],
  ['Samantha', ['Sam']],
  ['Victoria', ['Vicky', 'Tori']],
  ['Abigail', ['Abby']],
  ['Isabella', ['Bella', 'Izzy']],
  ['Alexis', ['Lexi']],
  ['Josephine', ['Josie']],
  ['Eleanor', ['Ellie', 'Nora']],
  ['Guadalupe', ['Lupe']],
  ['José', ['Pepe']],
  ['Francisco', ['Paco', 'Frank']],
  ['Alejandro', ['Alex']],
  ['Alejandra', ['Alex']],
  ['Mohamed', ['Mo']],
  ['Abdullahi', ['Abdi']],
]);
