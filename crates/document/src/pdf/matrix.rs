//! Affine maps of the plane (ISO 32000-1, 8.3.3).

/// `[a b c d e f]`: maps (x, y) to (ax + cy + e, bx + dy + f).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub(super) fn from_array([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Where the origin lies under `self`, then `next`.
    pub(super) fn origin_in(self, next: Self) -> (f64, f64) {
        (self.e * next.a + self.f * next.c + next.e, self.e * next.b + self.f * next.d + next.f)
    }

    /// Moves the origin by (x, y) of its own units.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self { e: x * self.a + y * self.c + self.e, f: x * self.b + y * self.d + self.f, ..self }
    }

    pub(super) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        (x * self.a + y * self.c + self.e, x * self.b + y * self.d + self.f)
    }

    /// Length of the image of a unit step along y.
    pub(super) fn height(self) -> f64 {
        length(self.c, self.d)
    }

    /// Length of the image of a unit step along x.
    pub(super) fn width(self) -> f64 {
        length(self.a, self.b)
    }

    pub(super) fn is_finite(self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].into_iter().all(f64::is_finite)
    }
}

/// Length of the vector (x, y). Most of them lie along an axis.
pub(super) fn length(x: f64, y: f64) -> f64 {
    if y == 0.0 {
        x.abs()
    } else if x == 0.0 {
        y.abs()
    } else {
        x.hypot(y)
    }
}
