//! Buffers that a thread lends and takes back: texts and lists that are only looked at have no memory of their own.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

/// An empty buffer of this thread. It goes back when it is dropped, so that what reads the next line finds its memory.
///
/// [`crate::Scratch`] holds what goes from stage to stage; this is for what a function needs while it runs.
#[derive(Debug)]
pub(crate) struct Lent<T: Lendable>(T);

/// What can be lent.
pub(crate) trait Lendable: Default + 'static {
    /// The buffers of this kind that nobody has at the moment.
    fn shelf() -> &'static LocalKey<RefCell<Vec<Self>>>;
    /// Empties the buffer; its memory stays.
    fn empty(&mut self);
    /// Bytes that it can hold.
    fn room(&self) -> usize;
}

/// Larger buffers are not kept: one monstrous document should not cost memory for ever.
const MOST_ROOM: usize = 1 << 16;

impl<T: Lendable> Default for Lent<T> {
    fn default() -> Self {
        Self(T::shelf().with_borrow_mut(Vec::pop).unwrap_or_default())
    }
}

impl<T: Lendable> Drop for Lent<T> {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.0);
        buffer.empty();
        if (1..=MOST_ROOM).contains(&buffer.room()) {
            T::shelf().with_borrow_mut(|shelf| shelf.push(buffer));
        }
    }
}

impl<T: Lendable> Deref for Lent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Lendable> DerefMut for Lent<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> Extend<T> for Lent<Vec<T>>
where
    Vec<T>: Lendable,
{
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.0.extend(items);
    }
}

impl<T> FromIterator<T> for Lent<Vec<T>>
where
    Vec<T>: Lendable,
{
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Self::default();
        list.extend(items);
        list
    }
}

impl<'a, T> IntoIterator for &'a Lent<Vec<T>>
where
    Vec<T>: Lendable,
{
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Lendable for String {
    fn shelf() -> &'static LocalKey<RefCell<Vec<Self>>> {
        thread_local!(static SHELF: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) });
        &SHELF
    }

    fn empty(&mut self) {
        self.clear();
    }

    fn room(&self) -> usize {
        self.capacity()
    }
}

/// Makes lists of these kinds of things lendable.
macro_rules! lend {
    ($($item:ty),+ $(,)?) => {$(
        impl $crate::lent::Lendable for Vec<$item> {
            fn shelf() -> &'static std::thread::LocalKey<std::cell::RefCell<Vec<Self>>> {
                thread_local!(static SHELF: std::cell::RefCell<Vec<Vec<$item>>> = const { std::cell::RefCell::new(Vec::new()) });
                &SHELF
            }

            fn empty(&mut self) {
                self.clear();
            }

            fn room(&self) -> usize {
                self.capacity() * size_of::<$item>()
            }
        }
    )+};
}
pub(crate) use lend;

lend!(vitae_document::Span, (usize, usize));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_goes_from_one_to_the_next_and_comes_empty() {
        let mut first = Lent::<String>::default();
        first.push_str("some text");
        let (place, inner) = (first.as_ptr(), Lent::<String>::default());
        assert_ne!(inner.as_ptr(), place);
        drop(inner);
        drop(first);
        let second = Lent::<String>::default();
        assert_eq!((second.as_ptr(), second.as_str()), (place, ""));
    }

    #[test]
    fn monstrous_buffers_are_let_go() {
        let mut large = Lent::<String>::default();
        large.reserve(2 * MOST_ROOM);
        drop(large);
        assert!(Lent::<String>::default().capacity() <= MOST_ROOM);
    }
}
