//! Look-up in a word list that lies in the binary.

/// Lines of tab-separated columns, the first of which holds the keys, separated by semicolons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) text: &'static str,
    /// Places of the keys in the text, four bytes each, sorted by key.
    pub(crate) keys: &'static [u8],
}

impl Table {
    fn place(self, number: usize) -> usize {
        let bytes = self.keys[number * 4..][..4].try_into().expect("a place has four bytes");
        u32::from_le_bytes(bytes) as usize
    }

    fn key(self, number: usize) -> &'static str {
        let rest = &self.text[self.place(number)..];
        &rest[..rest.find([';', '\t', '\n']).unwrap_or(rest.len())]
    }

    /// The lines that have `key`, with their places.
    pub(crate) fn lines(self, key: &str) -> impl Iterator<Item = (usize, &'static str)> + use<> {
        let count = self.keys.len() / 4;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let key = key.to_owned();
        (low..count).take_while(move |&number| self.key(number) == key).map(move |number| self.line(self.place(number)))
    }

    /// The line that `place` lies in.
    fn line(self, place: usize) -> (usize, &'static str) {
        let start = self.text[..place].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[place..].find('\n').map_or(self.text.len(), |end| place + end);
        (start, &self.text[start..end])
    }

    /// The line that starts at `place`.
    #[cfg(test)]
    pub(crate) fn line_at(self, place: usize) -> &'static str {
        let rest = &self.text[place..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
    }
}
