//! The structure tree: a walk in reading order with a stack of its own.

use rustc_hash::FxHashSet;

use super::{Leaf, Structure};
use crate::pdf::file::File;
use crate::pdf::value::{Value, unescape};
use crate::{Role, TableCell};

/// Elements and leaves that one document may have.
const MAX_ELEMENTS: usize = 100_000;

/// How many names of the role map may lead to one another.
const MAX_HOPS: usize = 8;

/// Pieces of content that one text may stand for.
const MAX_REPLACED: usize = 32;

/// Columns that one cell may span.
const MAX_SPAN: i64 = 64;

/// What an element hands down to its children.
#[derive(Clone, Copy)]
struct Context {
    role: Role,
    cell: Option<TableCell>,
    /// The page that content numbers refer to.
    page: u32,
    /// How many lists this stands in.
    lists: u8,
    /// The number of the list item this stands in.
    item: u32,
    /// The element's place among `Walk::tables`, for rows and cells.
    table: Option<u16>,
    /// The place among `Walk::replaced` of what the outermost element with such a text says it means.
    actual: Option<u32>,
}

/// Where the next row and cell of a table stand.
#[derive(Clone, Copy, Default)]
struct Grid {
    rows: u16,
    columns: u16,
}

/// What a type of element is to its content.
#[derive(Clone, Copy)]
enum Kind {
    Heading(u8),
    List,
    Item,
    Note,
    Table,
    Row,
    Cell,
    Other,
}

/// Types whose kind is remembered.
const MAX_KINDS: usize = 64;

struct Walk<'f> {
    roles: Option<Value<'f>>,
    /// The kinds of the types met so far.
    kinds: Vec<(&'f [u8], Kind)>,
    structure: Structure,
    tables: Vec<Grid>,
    /// Texts that stand for elements, and the leaves of each.
    replaced: Vec<(String, Vec<u32>)>,
    items: u32,
    seen: FxHashSet<u32>,
    budget: usize,
}

impl Structure {
    /// Reads the structure tree of a file that says it is tagged; empty where there is none.
    pub(in crate::pdf) fn read<'f>(file: &'f File<'f>) -> Self {
        let Some(root) = file.root().and_then(|root| root.get(b"StructTreeRoot")) else { return Self::default() };
        let mut walk = Walk {
            roles: root.get(b"RoleMap"),
            kinds: Vec::new(),
            structure: Self::default(),
            tables: Vec::new(),
            replaced: Vec::new(),
            items: 0,
            seen: FxHashSet::default(),
            budget: MAX_ELEMENTS.min(file.bounds.limits.objects),
        };
        walk.run(root);
        walk.finish()
    }
}

impl<'f> Walk<'f> {
    fn run(&mut self, root: Value<'f>) {
        let context = Context { role: Role::Body, cell: None, page: 0, lists: 0, item: 0, table: None, actual: None };
        let mut stack: Vec<(Value<'f>, Context)> = Vec::new();
        self.push_children(root.get_direct(b"K"), context, &mut stack);
        while let Some((kid, context)) = stack.pop() {
            let Some(budget) = self.budget.checked_sub(1) else { return };
            self.budget = budget;
            if self.budget.is_multiple_of(16) && kid.file().bounds.deadline.has_passed() {
                return;
            }
            self.visit(kid, context, &mut stack);
        }
    }

    /// Puts the children of an element, its entry `K`, on the stack, the first one on top.
    fn push_children(&self, kids: Option<Value<'f>>, context: Context, stack: &mut Vec<(Value<'f>, Context)>) {
        let Some(kids) = kids else { return };
        let resolved = kids.resolve();
        if !resolved.is_array() {
            stack.push((kids, context));
            return;
        }
        let first = stack.len();
        let room = self.budget.saturating_sub(first);
        stack.extend(resolved.elements_direct().take(room).map(|kid| (kid, context)));
        stack[first..].reverse();
    }

    fn visit(&mut self, kid: Value<'f>, context: Context, stack: &mut Vec<(Value<'f>, Context)>) {
        if kid.reference().is_some_and(|id| !self.seen.insert(id)) {
            return;
        }
        let element = kid.resolve();
        if !element.is_dictionary() {
            self.add_leaf(context.page, element, context);
            return;
        }
        let [page, name, kids, actual, stream, identifier] = element.get_each([b"Pg", b"S", b"K", b"ActualText", b"Stm", b"MCID"]);
        let page = page.and_then(Value::reference).unwrap_or(context.page);
        match name.and_then(Value::present).and_then(Value::name) {
            Some(name) => {
                let actual = context.actual.or_else(|| self.replace(actual));
                let context = self.enter(name, element, Context { page, actual, ..context });
                self.push_children(kids, context, stack);
            }
            // A reference to marked content, perhaps to that of a form.
            None => {
                let container = stream.and_then(Value::reference).unwrap_or(page);
                if let Some(identifier) = identifier.and_then(Value::present) {
                    self.add_leaf(container, identifier, context);
                }
            }
        }
    }

    fn add_leaf(&mut self, container: u32, identifier: Value<'_>, context: Context) {
        let Some(identifier) = identifier.integer().and_then(|number| u32::try_from(number).ok()) else { return };
        let leaf = self.structure.leaves.len() as u32;
        self.structure.leaves.push(Leaf { role: context.role, cell: context.cell, item: context.item });
        // Content that two elements claim belongs to the first.
        self.structure.leaf_of.entry((container, identifier)).or_insert(leaf);
        if let Some((_, leaves)) = context.actual.and_then(|actual| self.replaced.get_mut(actual as usize)) {
            leaves.push(leaf);
        }
    }

    /// Notes the text that an element says it means, its entry `ActualText` (14.9.4).
    fn replace(&mut self, actual: Option<Value<'_>>) -> Option<u32> {
        let text = actual.and_then(Value::present).and_then(Value::text)?;
        self.replaced.push((text, Vec::new()));
        u32::try_from(self.replaced.len() - 1).ok()
    }

    /// Gives the texts to the leaves they stand for: the first says it all, the others say nothing.
    fn finish(mut self) -> Structure {
        for (text, leaves) in self.replaced {
            // What stands for half a page would take the places of its words away.
            if leaves.len() <= MAX_REPLACED {
                let texts = std::iter::once(text).chain(std::iter::repeat(String::new()));
                self.structure.actual.extend(leaves.into_iter().zip(texts));
            }
        }
        self.structure
    }

    /// What the children of an element called `name` inherit.
    fn enter(&mut self, name: &'f [u8], element: Value<'_>, context: Context) -> Context {
        match self.kind(name) {
            Kind::Heading(level) => Context { role: Role::Heading(level), ..context },
            Kind::List => Context { lists: context.lists.saturating_add(1), ..context },
            Kind::Item => {
                self.items += 1;
                Context { role: Role::ListItem(context.lists.saturating_sub(1).min(8)), item: self.items, ..context }
            }
            Kind::Note => Context { role: Role::Note, ..context },
            Kind::Table => {
                let table = u16::try_from(self.tables.len()).ok();
                self.tables.push(Grid::default());
                Context { table, ..context }
            }
            Kind::Row => {
                if let Some(grid) = self.grid(context) {
                    (grid.rows, grid.columns) = (grid.rows.saturating_add(1), 0);
                }
                context
            }
            Kind::Cell => self.enter_cell(element, context),
            Kind::Other => context,
        }
    }

    fn enter_cell(&mut self, element: Value<'_>, context: Context) -> Context {
        let span = column_span(element);
        let Some((grid, table)) = self.grid(context).zip(context.table) else { return context };
        let cell = TableCell { table, row: grid.rows.saturating_sub(1), column: grid.columns };
        grid.columns = grid.columns.saturating_add(span);
        Context { cell: Some(cell), table: None, role: Role::Body, item: 0, ..context }
    }

    fn grid(&mut self, context: Context) -> Option<&mut Grid> {
        self.tables.get_mut(usize::from(context.table?))
    }

    /// What elements of the type `name` are.
    fn kind(&mut self, name: &'f [u8]) -> Kind {
        if let Some((_, kind)) = self.kinds.iter().find(|(known, _)| *known == name) {
            return *kind;
        }
        let kind = match self.standard(name).as_slice() {
            b"H" | b"Title" => Kind::Heading(1),
            [b'H', level @ b'1'..=b'9'] => Kind::Heading(level - b'0'),
            b"L" => Kind::List,
            b"LI" => Kind::Item,
            b"Note" | b"FENote" => Kind::Note,
            b"Table" => Kind::Table,
            b"TR" => Kind::Row,
            b"TD" | b"TH" => Kind::Cell,
            _ => Kind::Other,
        };
        if self.kinds.len() < MAX_KINDS {
            self.kinds.push((name, kind));
        }
        kind
    }

    /// The standard structure type that the role map gives for `name`.
    fn standard(&self, name: &[u8]) -> Vec<u8> {
        let mut name = unescape(name).into_owned();
        for _ in 0..MAX_HOPS {
            let Some(next) = self.roles.and_then(|roles| roles.get(&name)).and_then(Value::name) else { break };
            if next == name {
                break;
            }
            name = unescape(next).into_owned();
        }
        name
    }
}

/// How many columns a cell takes: the attribute `ColSpan`, of one attribute object or of several.
fn column_span(element: Value<'_>) -> u16 {
    let Some(attributes) = element.get(b"A") else { return 1 };
    let own = attributes.get(b"ColSpan");
    let span = own.or_else(|| attributes.elements().take(16).find_map(|attributes| attributes.get(b"ColSpan")));
    span.and_then(Value::integer).map_or(1, |span| span.clamp(1, MAX_SPAN) as u16)
}
