use crate::{
    fleet::Filter,
    types::{FleetQuery, FleetSort, SortOrder, Status},
};
use leptos_router::params::ParamsMap;

/// How many rows come with the page: those that are seen at first. Without JavaScript there is a
/// link to the next ones.
pub(super) const FIRST: usize = 100;

/// What the list shows, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct View {
    /// What was typed into the filter box.
    pub(super) text: String,
    pub(super) sort: FleetSort,
    pub(super) order: SortOrder,
    /// The container after which the first page begins; empty for the first there is.
    after: String,
}

/// The columns that can be sorted by, as the address names them.
const SORTS: [(FleetSort, &str); 8] = [
    (FleetSort::Age, ""),
    (FleetSort::Status, "state"),
    (FleetSort::Name, "name"),
    (FleetSort::Image, "image"),
    (FleetSort::Cpu, "cpu"),
    (FleetSort::Memory, "memory"),
    (FleetSort::Ports, "ports"),
    (FleetSort::Tags, "tags"),
];

impl View {
    /// The one that the address asks for.
    pub(super) fn of_address(query: &ParamsMap) -> Self {
        let get = |key| query.get(key).unwrap_or_default();
        let view = Self {
            text: get("q").trim().to_owned(),
            sort: SORTS
                .into_iter()
                .find(|(_, word)| *word == get("sort"))
                .map(|(sort, _)| sort)
                .unwrap_or_default(),
            order: if get("order") == "desc" { SortOrder::Desc } else { SortOrder::Asc },
            after: get("after"),
        };
        // as links of other programs may have it, and the REST API's own query
        match get("status").parse() {
            Ok(status) => view.with_status(Some(status)),
            Err(()) => view,
        }
    }

    /// The address that asks for this one.
    pub(super) fn address(&self) -> String {
        let all = [
            ("q", &*self.text),
            ("sort", self.sort_word()),
            ("order", self.order_word()),
            ("after", &self.after),
        ];
        let given: ParamsMap = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/ui/containers{}", given.to_query_string())
    }

    /// The sort and the order as the address has them; empty where they are the usual ones.
    pub(super) fn sort_word(&self) -> &'static str {
        SORTS.into_iter().find(|(sort, _)| *sort == self.sort).map_or("", |(_, word)| word)
    }

    pub(super) fn order_word(&self) -> &'static str {
        if self.order == SortOrder::Desc { "desc" } else { "" }
    }

    /// What the text asks for.
    pub(super) fn filter(&self) -> Filter {
        let Ok(filter) = self.text.parse();
        filter
    }

    /// Another text.
    pub(super) fn with_text(&self, text: &str) -> Self {
        Self { text: text.trim().to_owned(), after: String::new(), ..self.clone() }
    }

    /// The same for another state.
    pub(super) fn with_status(&self, status: Option<Status>) -> Self {
        self.with_text(&self.filter().with_status(status).to_string())
    }

    /// The same sorted by that column; the other way round where it is already. What is used most
    /// comes first.
    pub(super) fn with_sort(&self, sort: FleetSort) -> Self {
        let first = match sort {
            FleetSort::Cpu | FleetSort::Memory => SortOrder::Desc,
            _ => SortOrder::Asc,
        };
        let second = if first == SortOrder::Asc { SortOrder::Desc } else { SortOrder::Asc };
        let turned = self.sort == sort && self.order == first;
        let order = if turned { second } else { first };
        Self { sort, order, after: String::new(), ..self.clone() }
    }

    /// Which way that column is sorted, as `aria-sort` says it; `None` where it is another.
    pub(super) fn sorted(&self, by: FleetSort) -> Option<&'static str> {
        (self.sort == by).then_some(match self.order {
            SortOrder::Asc => "ascending",
            SortOrder::Desc => "descending",
        })
    }

    /// Whether it begins further down than with the first container.
    pub(super) const fn is_further(&self) -> bool {
        !self.after.is_empty()
    }

    /// The same from the container after that one on.
    pub(super) fn after(&self, cuid: String) -> Self {
        Self { after: cuid, ..self.clone() }
    }

    /// What to ask the server for, for the first HTML.
    pub(super) fn query(&self) -> FleetQuery {
        FleetQuery {
            filter: self.text.clone(),
            sort: self.sort,
            order: self.order,
            after: Some(self.after.clone()).filter(|after| !after.is_empty()),
            limit: FIRST,
            with_stats: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::types::{FleetSort, Status};
    use leptos_router::params::ParamsMap;

    fn view(query: &[(&'static str, &str)]) -> View {
        let query: ParamsMap = query.iter().map(|(key, value)| (*key, *value)).collect();
        View::of_address(&query)
    }

    #[test]
    fn the_address_and_the_view_say_the_same() {
        for query in [
            vec![],
            vec![("q", "status:running tag:a&b")],
            vec![("q", "x"), ("sort", "cpu"), ("order", "desc")],
            vec![("sort", "name"), ("after", "c1")],
        ] {
            let view = view(&query);
            for (key, _) in &query {
                assert!(view.address().contains(&format!("{key}=")), "{}", view.address());
            }
            assert_eq!(view.address().contains('?'), !query.is_empty());
        }
        assert_eq!(view(&[("status", "running"), ("q", "x")]).text, "status:running x");
    }

    #[test]
    fn a_column_sorts_one_way_and_then_the_other() {
        let first = view(&[]);
        assert_eq!(first.sorted(FleetSort::Age), Some("ascending"));
        let by_name = first.with_sort(FleetSort::Name);
        assert_eq!(by_name.sorted(FleetSort::Name), Some("ascending"));
        assert_eq!(by_name.with_sort(FleetSort::Name).sorted(FleetSort::Name), Some("descending"));
        let by_cpu = first.with_sort(FleetSort::Cpu);
        assert_eq!(by_cpu.sorted(FleetSort::Cpu), Some("descending"));
        assert_eq!(by_cpu.with_sort(FleetSort::Cpu).sorted(FleetSort::Cpu), Some("ascending"));
    }

    #[test]
    fn another_state_takes_the_place_of_the_one_before() {
        let view = view(&[("q", "status:exited shop")]);
        assert_eq!(view.with_status(Some(Status::Running)).text, "status:running shop");
        assert_eq!(view.with_status(None).text, "shop");
    }
}
