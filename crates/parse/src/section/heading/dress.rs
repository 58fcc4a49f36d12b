//! The dress of lines that could be headings, how often each is worn, and which one heads a column.

use vitae_document::FontId;

use crate::layout::Style;

/// What headings of one rank share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dress {
    /// Font size in half points.
    pub(super) size: i16,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) caps: bool,
    pub(super) ruled: bool,
    pub(super) colour: u32,
    pub(super) font: FontId,
    pub(super) level: Option<u8>,
}

/// How often a dress is worn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vote {
    pub(super) dress: Dress,
    pub(super) column: u16,
    /// Lines whose words are a known heading.
    pub(super) known: u16,
    /// Lines with a telling word.
    pub(super) telling: u16,
    /// Other lines.
    pub(super) others: u16,
    /// Known ones with text to their right.
    pub(super) rails: u16,
    /// Known ones that stand alone beside the text they head.
    pub(super) apart: u16,
    /// Those of the others that a date follows.
    pub(super) dated: u16,
    /// Those of them that another line in the same dress follows at once.
    pub(super) stacked: u16,
    /// Those of the dated ones that do not stand right below a line in the same dress.
    pub(super) loose: u16,
    pub(super) emphasis: u8,
}

impl Vote {
    /// No votes yet.
    pub(super) fn none(dress: Dress, column: u16) -> Self {
        Self { dress, column, known: 0, telling: 0, others: 0, rails: 0, apart: 0, dated: 0, stacked: 0, loose: 0, emphasis: 0 }
    }

    /// Whether lines in this dress are headings whatever they say.
    pub(super) fn is_sure(&self) -> bool {
        let votes = u32::from(self.known) * 2 + u32::from(self.telling);
        self.emphasis > 0 && self.known >= 1 && votes >= u32::from(self.others.max(2))
    }

    /// Whether headings in this dress stand beside their text, not above it.
    pub(super) fn stands_beside(&self) -> bool {
        self.apart >= 2 && (self.apart + self.rails) * 2 > self.known
    }

    /// Whether entries are headed in this dress too.
    pub(super) fn heads_entries(&self) -> bool {
        self.dated >= 2 && self.dated > self.others / 2
    }
}

/// How much a style stands out against the body's.
pub(super) fn emphasis(style: Style, body: Style, ruled: bool, level: Option<u8>) -> u8 {
    let larger = style.size > body.size * 1.07;
    let bolder = style.bold && !body.bold;
    let coloured = style.colour != body.colour;
    let smaller = style.size < body.size * 0.93;
    let caps = style.caps;
    let marks =
        2 * u8::from(larger) + u8::from(bolder) + u8::from(coloured) + u8::from(caps) + u8::from(ruled) + 2 * u8::from(level.is_some());
    if smaller && !caps && !bolder { marks.min(1) } else { marks }
}

/// The dress that most known headings of `column` wear, among equals the most striking: that of the whole document where the column
/// has headings in it, else the column's own.
fn leader(dresses: &[Vote], column: u16) -> Option<Vote> {
    let weight = |vote: &Vote| u32::from(vote.known) * 4 + u32::from(vote.telling) + 2 * u32::from(vote.emphasis.min(4));
    let rank = |vote: &Vote| (weight(vote), vote.dress.size);
    let worn = |vote: &&Vote| vote.known > 0 && vote.emphasis > 0;
    let document = dresses.iter().filter(worn).map(|vote| total(dresses, vote.dress)).max_by_key(rank)?;
    let here = |vote: &&Vote| vote.column == column;
    if dresses.iter().filter(worn).filter(here).any(|vote| resembles(&document.dress, &vote.dress)) {
        return Some(document);
    }
    let own = dresses.iter().filter(worn).filter(here).max_by_key(|vote| rank(vote)).copied();
    own.or(Some(document))
}

/// The leader of the column asked for last: candidates come column by column.
#[derive(Debug, Default)]
pub(super) struct Leaders(Option<(u16, Option<Vote>)>);

impl Leaders {
    /// The leader of `column`.
    pub(super) fn of(&mut self, dresses: &[Vote], column: u16) -> Option<Vote> {
        match self.0 {
            Some((known, leader)) if known == column => leader,
            _ => {
                let leader = leader(dresses, column);
                self.0 = Some((column, leader));
                leader
            }
        }
    }
}

/// The votes for `dress` in all columns.
pub(super) fn total(dresses: &[Vote], dress: Dress) -> Vote {
    dresses.iter().filter(|vote| vote.dress == dress).fold(Vote::none(dress, 0), |sum, vote| Vote {
        known: sum.known + vote.known,
        telling: sum.telling + vote.telling,
        others: sum.others + vote.others,
        rails: sum.rails + vote.rails,
        apart: sum.apart + vote.apart,
        dated: sum.dated + vote.dated,
        stacked: sum.stacked + vote.stacked,
        loose: sum.loose + vote.loose,
        emphasis: sum.emphasis.max(vote.emphasis),
        ..sum
    })
}

/// Whether two dresses are one but for a rule, and for capitals that make the second one stronger.
pub(super) fn resembles(leader: &Dress, dress: &Dress) -> bool {
    let caps = leader.caps || !dress.caps;
    Dress { ruled: leader.ruled, caps: if caps { dress.caps } else { leader.caps }, ..*dress } == *leader
}
