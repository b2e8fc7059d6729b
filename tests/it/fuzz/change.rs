//! Changes of a text: letters, words, numbers, lines, and parts of other texts.

/// Words of the language and of tables, numbers at the limits, and letters that act on terminals or spreadsheets.
const WORDS: [&str; 62] = [
    "[nodes.x]",
    "[[routes]]",
    "[minerals.x.suppliers]",
    "[goals.x]",
    "[drivers]",
    "[[correlations]]",
    "[hazards.x.classes]",
    "extends = ",
    "capacity = ",
    "opens = ",
    "closes = ",
    "after = ",
    "after_any = ",
    "via = [",
    "share_of_demand = ",
    "shortage_below = ",
    "hhi_below = ",
    "all = [",
    "at_least = ",
    "lasts = ",
    "then = ",
    "passes = ",
    "level = ",
    "season = ",
    "volatility = ",
    "excitation = ",
    "clamp = ",
    "scale = ",
    "discrete = ",
    "mixture = ",
    "metalog = ",
    "beta = ",
    "lognormal = ",
    "empirical = ",
    "pert = ",
    "sampling = ",
    "precision = ",
    "trials = ",
    "start = ",
    "end = ",
    "\"@x\"",
    "0",
    "-0.0",
    "1",
    "-1",
    "1e308",
    "1e-308",
    "1e999",
    "nan",
    "inf",
    "9223372036854775807",
    "18446744073709551616",
    "0x7f",
    "1_000",
    "2026-01",
    "0001-01",
    "9999-12-31",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{feff}",
    "=1+1|cmd",
    "三",
];
/// Letters with a meaning in TOML, CSV and conditions.
const LETTERS: &[u8] = b"[]{}=\",.@#'\n\r\t ;:|<>!~&()*+-/\\0129eExna_";

/// A generator of changes: the same for the same seed and name.
pub struct Changes(u64);

impl Changes {
    pub fn new(seed: u64, name: &str) -> Self {
        Self(name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// A number below a limit; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A place in a text between two letters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// One to four changes, now and then many; `other` gives parts.
    pub fn of(&mut self, text: &str, other: &str) -> String {
        let mut text = text.to_owned();
        let count = if self.below(20) == 0 { 30 } else { 1 + self.below(4) };
        for _ in 0..count {
            text = self.once(text, other);
        }
        text
    }

    fn once(&mut self, text: String, other: &str) -> String {
        match self.below(10) {
            0 | 1 => self.letters(text),
            2 | 3 => {
                let at = self.place(&text);
                let word = self.one_of(&WORDS);
                format!("{}{word}{}", &text[..at], &text[at..])
            }
            4 | 5 => self.number(text),
            6 | 7 => self.lines(&text, other),
            8 => {
                let (one, two) = (self.place(&text), self.place(&text));
                let (from, to) = (one.min(two), one.max(two).min(one.min(two) + 40));
                let to = (to..=text.len()).find(|&to| text.is_char_boundary(to)).unwrap_or(text.len());
                format!("{}{}", &text[..from], &text[to..])
            }
            _ => {
                let at = self.place(&text);
                if self.below(4) == 0 { text[..at].to_owned() } else { text }
            }
        }
    }

    fn letters(&mut self, text: String) -> String {
        let mut bytes = text.into_bytes();
        if !bytes.is_empty() {
            let at = self.below(bytes.len());
            bytes[at] = LETTERS[self.below(LETTERS.len())];
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Another number in place of one.
    fn number(&mut self, text: String) -> String {
        let numbers: Vec<usize> = text
            .bytes()
            .enumerate()
            .filter(|&(at, byte)| byte.is_ascii_digit() && (at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric()))
            .map(|(at, _)| at)
            .collect();
        if numbers.is_empty() {
            return text;
        }
        let from = numbers[self.below(numbers.len())];
        let to = text[from..].find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).map_or(text.len(), |length| from + length);
        let numbers = [
            "0",
            "1",
            "-1",
            "2",
            "0.5",
            "1e6",
            "1e300",
            "1e-300",
            "1e999",
            "600",
            "12000",
            "99999999999999999999",
            "nan",
            "0.999999999",
            "1.000000001",
        ];
        let new = self.one_of(&numbers);
        format!("{}{new}{}", &text[..from], &text[to..])
    }

    /// Lines swapped, doubled, left out, or taken from the other text.
    fn lines(&mut self, text: &str, other: &str) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        if lines.is_empty() {
            return text.to_owned();
        }
        let (from, to) = (self.below(lines.len()), self.below(lines.len()));
        match self.below(5) {
            0 => lines.swap(from, to),
            1 => drop(lines.remove(from)),
            2 => lines.insert(to, lines[from]),
            _ => {
                let others: Vec<&str> = other.lines().collect();
                let first = self.below(others.len());
                let count = 1 + self.below(6);
                let part = others.iter().skip(first).take(count).copied();
                lines.splice(to..to, part);
            }
        }
        lines.join("\n")
    }
}
