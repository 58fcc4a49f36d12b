//! Diagrams ("SmartArt"): the words of their nodes, in the order of the tree they form. Source: ECMA-376 part 1, 21.4.

use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::properties::number;
use crate::xml;

/// Nodes of one diagram that are read.
const MOST_NODES: usize = 1024;

/// A node with text.
#[derive(Debug, Default)]
struct Node {
    id: String,
    /// The invisible node that the others hang from.
    is_root: bool,
    paragraphs: Vec<String>,
    /// Nodes below it, each with its place among them.
    children: Vec<(u32, usize)>,
}

/// The paragraphs of the diagram whose data part is `text`.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let (mut nodes, connections) = parse(text);
    let places: FxHashMap<String, usize> = nodes.iter().enumerate().map(|(index, node)| (node.id.clone(), index)).collect();
    for (source, target, order) in connections {
        if let (Some(&source), Some(&target)) = (places.get(&source), places.get(&target)) {
            nodes[source].children.push((order, target));
        }
    }
    let mut is_told = vec![false; nodes.len()];
    let mut out = Vec::new();
    // What hangs from no root is told behind the rest.
    let roots = (0..nodes.len()).filter(|index| nodes[*index].is_root).chain(0..nodes.len());
    for root in roots {
        let mut waiting = vec![root];
        while let Some(index) = waiting.pop() {
            if std::mem::replace(&mut is_told[index], true) {
                continue;
            }
            out.extend(nodes[index].paragraphs.iter().cloned());
            let mut children = nodes[index].children.clone();
            children.sort_unstable();
            waiting.extend(children.iter().rev().map(|(_, child)| child));
        }
    }
    out
}

/// The nodes, and the connections from parents to children.
fn parse(text: &str) -> (Vec<Node>, Vec<(String, String, u32)>) {
    let (mut nodes, mut connections): (Vec<Node>, Vec<_>) = (Vec::new(), Vec::new());
    let mut reader = xml::Reader::new(text);
    let mut in_text = false;
    let told = |element: &BytesStart<'_>, name: &str| xml::attribute(element, name).unwrap_or_default().into_owned();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().into_inner() {
                "pt" if nodes.len() < MOST_NODES => {
                    let is_root = told(&element, "type") == "doc";
                    nodes.push(Node { id: told(&element, "modelId"), is_root, ..Node::default() });
                }
                "pt" => break,
                "cxn" if connections.len() < 4 * MOST_NODES && matches!(told(&element, "type").as_str(), "" | "parOf") => {
                    let order = number(&element, "srcOrd").map_or(0, |order| order.max(0.0) as u32);
                    connections.push((told(&element, "srcId"), told(&element, "destId"), order));
                }
                "p" => {
                    if let Some(node) = nodes.last_mut() {
                        node.paragraphs.push(String::new());
                    }
                }
                "t" => in_text = true,
                _ => {}
            },
            Event::End(element) if matches!(element.local_name().into_inner(), "t" | "p") => in_text = false,
            Event::Text(characters) if in_text => append(&mut nodes, &characters),
            Event::GeneralRef(reference) if in_text => {
                if let Some(c) = xml::referenced(&reference) {
                    append(&mut nodes, c.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (nodes, connections)
}

/// Text outside a paragraph is white space between elements.
fn append(nodes: &mut [Node], text: &str) {
    if let Some(paragraph) = nodes.last_mut().and_then(|node| node.paragraphs.last_mut()) {
        paragraph.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_come_in_the_order_of_their_tree() {
        let node = |id: &str, text: &str| format!("<dgm:pt modelId='{id}'><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>");
        let connection = |source: &str, target: &str, order: u32| format!("<dgm:cxn srcId='{source}' destId='{target}' srcOrd='{order}'/>");
        let text = format!(
            "<dgm:dataModel><dgm:ptLst><dgm:pt modelId='0' type='doc'/>{}{}{}{}</dgm:ptLst><dgm:cxnLst>{}{}{}{}</dgm:cxnLst></dgm:dataModel>",
            node("3", "child"),
            node("2", "second &amp; last"),
            node("1", "first"),
            node("9", "loose"),
            connection("0", "1", 0),
            connection("0", "2", 1),
            connection("1", "3", 0),
            connection("3", "1", 0),
        );
        assert_eq!(paragraphs(&text), ["first", "child", "second & last", "loose"]);
        assert_eq!(paragraphs("<dgm:pt modelId='1'><a:p><a:t>cut"), ["cut"]);
    }
}
