//! The number of statements that `codegen explain` prints is the number that are sent.

#![allow(clippy::unwrap_used)]

use crate::Request;
use crate::db::Dialect;
use crate::hooks::{Resources, Table};
use crate::representation::{Flex, Projection};
use crate::request::UrlStyle;
use http::{HeaderMap, Method};
use restwright_codegen::lower::lower;
use restwright_codegen::{Options, check};
use std::path::Path;

fn expanding(name: &str) -> Request {
    Request {
        method: Method::GET,
        path: "/".to_owned(),
        query_string: format!("expand={name}"),
        query: vec![("expand".to_owned(), name.to_owned())],
        headers: HeaderMap::new(),
        body: bytes::Bytes::new(),
        urls: UrlStyle::default(),
        lookup: None,
        parent: None,
        user: None,
        version: None,
        peer: None,
        above: None,
        action: None,
    }
}

#[test]
fn statements_are_as_explained() {
    let mut most = 0;
    for specs in ["specs/library", "tests/golden/emit/relations/every_kind/specs", "specs/bench"] {
        let (folder, mut bag) = check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(specs), Options::default()).unwrap();
        let found = bag.take();
        let folder = folder.unwrap_or_else(|| panic!("{found:?}"));
        let graph = lower(&folder).unwrap();
        let linked = lower(&folder).unwrap();
        let hooks = Table::new(&linked).unwrap_or_default();
        let resources = Resources::new(linked, Dialect::Sqlite);
        let sent = |ser, flex: Option<&Flex>| Projection::compile(&resources, &hooks, usize::MAX, ser, flex).statements();
        let all: Vec<usize> = (0..graph.serializers.len()).collect();
        most = most.max(all.iter().map(|&ser| graph.statements(ser)).max().unwrap());
        for ser in all {
            assert_eq!(graph.statements(ser), sent(ser, None), "{specs}: {}", graph.model(graph.serializers[ser].model).model.name);
            for expandable in graph.serializers[ser].expandable.iter().filter(|_| graph.api.dynamic_fields) {
                let flex = Flex::from_request(&graph, ser, &expanding(expandable.name), false).unwrap();
                assert!(flex.is_some());
                assert_eq!(graph.statements_expanded(ser, expandable), sent(ser, flex.as_ref()), "{specs}: {}", expandable.name);
            }
        }
    }
    assert!(most > 2, "no list is shown");
}
