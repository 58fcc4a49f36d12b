//! The page tree (ISO 32000-1, 7.7.3).

use vitae_model::BoundingBox;

use super::file::File;
use super::matrix::Matrix;
use super::value::Value;

/// A4: for pages that do not say their size.
const DEFAULT_BOX: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

/// Pages larger than this in points are nonsense (the largest that viewers show is 14,400).
const MAX_SIDE: f64 = 100_000.0;

/// One page with what it inherits.
#[derive(Clone, Copy)]
pub(super) struct Page<'f> {
    pub(super) dictionary: Value<'f>,
    pub(super) resources: Option<Value<'f>>,
    media: Option<[f64; 4]>,
    crop: Option<[f64; 4]>,
    rotation: i64,
}

impl<'f> Page<'f> {
    /// The page's size in points and the map from its user space to the upper left corner with y downwards.
    pub(super) fn geometry(&self) -> (f64, f64, Matrix) {
        let media = self.media.unwrap_or(DEFAULT_BOX);
        let visible = self.crop.and_then(|crop| intersection(crop, media)).unwrap_or(media);
        let [left, bottom, right, top] = visible;
        let (width, height) = (right - left, top - bottom);
        let m = Matrix::from_array;
        match self.rotation.rem_euclid(360) / 90 {
            1 => (height, width, m([0.0, 1.0, 1.0, 0.0, -bottom, -left])),
            2 => (width, height, m([-1.0, 0.0, 0.0, 1.0, right, -bottom])),
            3 => (height, width, m([0.0, -1.0, -1.0, 0.0, top, right])),
            _ => (width, height, m([1.0, 0.0, 0.0, -1.0, -left, top])),
        }
    }

    /// The page turned clockwise by `degrees` more.
    pub(super) fn turned(self, degrees: u16) -> Self {
        Self { rotation: self.rotation + i64::from(degrees), ..self }
    }

    fn blank(dictionary: Value<'f>) -> Self {
        Self { dictionary, resources: None, media: None, crop: None, rotation: 0 }
    }

    fn inherit(&self, dictionary: Value<'f>) -> Self {
        let entries = dictionary.get_each([b"Resources", b"MediaBox", b"CropBox", b"Rotate"]);
        let [resources, media, crop, rotation] = entries.map(|entry| entry.and_then(Value::present));
        let rectangle = |entry: Option<Value<'f>>| entry.and_then(Value::numbers).and_then(normal);
        Self {
            dictionary,
            resources: resources.or(self.resources),
            media: rectangle(media).or(self.media),
            crop: rectangle(crop).or(self.crop),
            rotation: rotation.and_then(Value::integer).unwrap_or(self.rotation),
        }
    }
}

fn normal([x0, y0, x1, y1]: [f64; 4]) -> Option<[f64; 4]> {
    let area = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
    let is_sane = area.iter().all(|edge| edge.abs() < MAX_SIDE) && area[2] - area[0] > 1.0 && area[3] - area[1] > 1.0;
    is_sane.then_some(area)
}

fn intersection(one: [f64; 4], other: [f64; 4]) -> Option<[f64; 4]> {
    normal([one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])])
        .filter(|_| one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3])
}

/// The pages of a file.
pub(super) struct Pages<'f> {
    /// The first of them, as many as were asked for.
    pub(super) pages: Vec<Page<'f>>,
    /// How many there are.
    pub(super) count: usize,
    /// Whether the file refers to pages that it does not hold, or has lost the tree that refers to them.
    pub(super) is_incomplete: bool,
}

/// The first `limit` pages.
///
/// The tree is walked with a stack of its own, each node once: depth and loops cost nothing.
pub(super) fn pages<'f>(file: &'f File<'f>, limit: usize) -> Pages<'f> {
    let tree = file.root().and_then(|root| root.get(b"Pages"));
    let found = tree.map(|tree| walk(file, tree, limit)).filter(|found| found.count > 0);
    found.unwrap_or_else(|| {
        // The tree is lost; its leaves may be found one by one, in the order they stand in the file.
        let orphans: Vec<Page<'f>> = file.scanned_pages().map(|page| Page::blank(page).inherit(page)).collect();
        Pages { count: orphans.len(), pages: orphans.into_iter().take(limit).collect(), is_incomplete: true }
    })
}

fn walk<'f>(file: &'f File<'f>, tree: Value<'f>, limit: usize) -> Pages<'f> {
    let mut found = Pages { pages: Vec::new(), count: 0, is_incomplete: false };
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![Page::blank(tree).inherit(tree)];
    while let Some(node) = stack.pop() {
        let id = node.dictionary.id();
        if id != 0 && !seen.insert(id) || seen.len() > file.bounds.limits.objects {
            continue;
        }
        match node.dictionary.get(b"Kids").filter(|kids| kids.is_array()) {
            Some(kids) => {
                let first = stack.len();
                let room = file.bounds.limits.objects.saturating_sub(first);
                for kid in kids.elements().take(room) {
                    if kid.is_dictionary() {
                        stack.push(node.inherit(kid));
                    } else {
                        found.is_incomplete = true;
                    }
                }
                stack[first..].reverse();
            }
            None if node.dictionary.get(b"Type").and_then(Value::name) == Some(b"Pages") => {}
            None => {
                found.count += 1;
                if found.pages.len() < limit {
                    found.pages.push(node);
                }
            }
        }
        if file.bounds.deadline.has_passed() {
            break;
        }
    }
    found
}

/// A box in the page's coordinates around the image of `area` under `matrix`.
pub(super) fn image_of(matrix: Matrix, [x0, y0, x1, y1]: [f64; 4]) -> BoundingBox {
    let corners = [matrix.apply(x0, y0), matrix.apply(x1, y0), matrix.apply(x0, y1), matrix.apply(x1, y1)];
    let pick =
        |select: fn(&(f64, f64)) -> f64, better: fn(f64, f64) -> f64| corners.iter().map(select).reduce(better).unwrap_or(0.0) as f32;
    BoundingBox {
        left: pick(|corner| corner.0, f64::min),
        top: pick(|corner| corner.1, f64::min),
        right: pick(|corner| corner.0, f64::max),
        bottom: pick(|corner| corner.1, f64::max),
    }
}
