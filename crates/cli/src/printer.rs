//! The one place that prints: data on stdout, talk on stderr.

use std::io::{self, BufWriter, IsTerminal, Write, stderr, stdout};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::arguments::Global;
use crate::sanitize::sanitize;
use crate::styled::{Styled, flat};

/// Prints data on stdout and talk on stderr, as the global options say.
pub(crate) struct Printer {
    data: Box<dyn Write + Send>,
    terminal: bool,
    colours: bool,
    quiet: bool,
    bars: bool,
}

impl Printer {
    /// The printer that the options ask for.
    pub(crate) fn from_arguments(global: &Global) -> Self {
        let terminal = stdout().is_terminal();
        let bars = stderr().is_terminal() && !global.quiet && global.verbose == 0;
        let data = Box::new(BufWriter::with_capacity(1 << 16, stdout()));
        Self { data, terminal, colours: global.colours_on_stdout(), quiet: global.quiet, bars }
    }

    /// Prints one line of data. On a terminal it is sanitised and shown at once.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.text(text)?;
        self.data.write_all(b"\n")?;
        if self.terminal { self.data.flush() } else { Ok(()) }
    }

    /// Prints data without ending the line.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        if self.terminal { self.data.write_all(sanitize(text).as_bytes()) } else { self.data.write_all(text.as_bytes()) }
    }

    /// Prints data that is no text. A terminal would take it for commands.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.terminal {
            return Err(io::Error::other("a terminal shows text only; name a file with --out, or redirect the output"));
        }
        self.data.write_all(bytes)
    }

    /// An empty text for human eyes, to be handed to [`Printer::styled`].
    pub(crate) fn start(&self) -> Styled {
        Styled::new(self.colours)
    }

    /// Prints text for human eyes.
    pub(crate) fn styled(&mut self, text: &Styled) -> io::Result<()> {
        self.data.write_all(text.as_str().as_bytes())?;
        if self.terminal { self.data.flush() } else { Ok(()) }
    }

    /// Prints a table; it is fitted to a terminal's width and never cut elsewhere.
    pub(crate) fn table(&mut self, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_header(header.iter().copied());
        table.add_rows(rows.iter().map(|row| row.iter().map(|cell| flat(cell))));
        if let Some((width, _)) = terminal_size::terminal_size().filter(|_| self.terminal) {
            table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic).set_width(width.0);
        }
        for line in table.lines() {
            self.line(line.trim())?;
        }
        Ok(())
    }

    /// Hands over whatever is still buffered.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.data.flush()
    }

    /// Tells the user something that is not data, unless quiet.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            talk(text);
        }
    }

    /// Tells what went wrong, quiet or not.
    #[expect(clippy::unused_self, reason = "whoever talks does so through the printer")]
    pub(crate) fn error(&self, text: &str) {
        talk(&format!("vitae: {text}"));
    }

    /// A bar for `length` steps on stderr; unseen where nobody would watch it, or where data scrolls past on the same terminal.
    pub(crate) fn progress(&self, length: u64, prints_data: bool) -> ProgressBar {
        let seen = self.bars && !(prints_data && self.terminal);
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {rate}/s  {eta} left  {wide_msg}")
            .expect("the template is well formed")
            .with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = write!(out, "{:.0}", state.per_sec());
            });
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    /// Does work that tells how much of how much is done, under a bar that goes when it ends.
    pub(crate) fn following<T>(&self, work: impl FnOnce(&mut dyn FnMut(usize, usize)) -> T) -> T {
        let bar = self.progress(0, false);
        let done = work(&mut |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        done
    }
}

/// A line on stderr. Nobody can be told where even that fails.
fn talk(text: &str) {
    let text = if stderr().is_terminal() { sanitize(text) } else { text.into() };
    let _ = writeln!(stderr(), "{text}");
}
