import fc from 'fast-check';

// Properties try the same cases in every run, so that a change is judged by what it does and not by chance. Another
// seed is another search: TRIBUTARY_SEED=7 npm test
fc.configureGlobal({ seed: Number(process.env['TRIBUTARY_SEED'] ?? 1) });
