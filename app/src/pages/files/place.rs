use crate::{
    text,
    types::{FileQuery, FileSort, SortOrder},
};
use leptos_router::params::ParamsMap;

/// How many entries of a folder are shown at once: a phone has to lay them out.
const LIMIT: usize = 200;

/// What the Files tab shows, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The container's id.
    pub(super) cuid: String,
    /// The folder, relative to the mount; empty for the mount itself.
    pub(super) path: String,
    /// The file that is open; empty for none.
    pub(super) file: String,
    /// Whether that file is made when it is saved.
    pub(super) is_new: bool,
    /// Text in names; empty for all.
    pub(super) text: String,
    sort: FileSort,
    order: SortOrder,
    /// The cursor of the page it begins with; empty for the first.
    cursor: String,
}

impl Place {
    /// The one that the address asks for.
    pub(super) fn of_address(cuid: &str, query: &ParamsMap) -> Self {
        let get = |key| query.get(key).unwrap_or_default();
        let file = get("file");
        let path = if file.is_empty() { get("path") } else { text::parent(&file).to_owned() };
        Self {
            cuid: cuid.to_owned(),
            path: path.trim_matches('/').to_owned(),
            file,
            is_new: get("new") == "1",
            text: get("q").trim().to_owned(),
            sort: match get("sort").as_str() {
                "size" => FileSort::Size,
                "modified" => FileSort::Modified,
                _ => FileSort::Name,
            },
            order: if get("order") == "desc" { SortOrder::Desc } else { SortOrder::Asc },
            cursor: get("cursor"),
        }
    }

    /// The address that asks for this one.
    pub(super) fn address(&self) -> String {
        let path = if self.file.is_empty() { &self.path } else { "" };
        let sort = match self.sort {
            FileSort::Name => "",
            FileSort::Size => "size",
            FileSort::Modified => "modified",
        };
        let order = if self.order == SortOrder::Desc { "desc" } else { "" };
        let all = [
            ("path", path),
            ("file", &self.file),
            ("new", if self.is_new { "1" } else { "" }),
            ("q", &self.text),
            ("sort", sort),
            ("order", order),
            ("cursor", &self.cursor),
        ];
        let given: ParamsMap = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{}{}", self.tab(), given.to_query_string())
    }

    /// The address of the mount.
    pub(super) fn tab(&self) -> String {
        format!("/ui/containers/{}/files", self.cuid)
    }

    /// Another folder, sorted in the same way.
    pub(super) fn folder(&self, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            file: String::new(),
            is_new: false,
            text: String::new(),
            cursor: String::new(),
            ..self.clone()
        }
    }

    /// A file in its folder.
    pub(super) fn open(&self, file: &str) -> Self {
        Self { file: file.to_owned(), ..self.folder(text::parent(file)) }
    }

    /// A file that is not there yet.
    pub(super) fn create(&self, file: &str) -> Self {
        Self { is_new: true, ..self.open(file) }
    }

    /// The same folder, narrowed to other names.
    pub(super) fn with_text(&self, text: &str) -> Self {
        Self { text: text.trim().to_owned(), cursor: String::new(), ..self.clone() }
    }

    /// The same folder sorted by that column; the other way round where it is already.
    pub(super) fn with_sort(&self, sort: FileSort) -> Self {
        let turned = self.sort == sort && self.order == SortOrder::Asc;
        let order = if turned { SortOrder::Desc } else { SortOrder::Asc };
        Self { sort, order, cursor: String::new(), ..self.clone() }
    }

    /// Which way that column is sorted, as `aria-sort` says it; `None` where it is another.
    pub(super) fn sorted(&self, by: FileSort) -> Option<&'static str> {
        (self.sort == by).then_some(match self.order {
            SortOrder::Asc => "ascending",
            SortOrder::Desc => "descending",
        })
    }

    /// The same from that page on.
    pub(super) fn from(&self, cursor: Option<String>) -> Self {
        Self { cursor: cursor.unwrap_or_default(), ..self.clone() }
    }

    /// What to ask the server for.
    pub(super) fn query(&self) -> FileQuery {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        FileQuery {
            path: given(&self.path),
            sort: self.sort,
            order: self.order,
            q: given(&self.text),
            cursor: given(&self.cursor),
            limit: Some(LIMIT.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;
    use crate::types::FileSort;
    use leptos_router::params::ParamsMap;

    fn place(query: &[(&'static str, &str)]) -> Place {
        let query: ParamsMap = query.iter().map(|(key, value)| (*key, *value)).collect();
        Place::of_address("c1", &query)
    }

    #[test]
    fn the_address_and_the_place_say_the_same() {
        for query in [
            vec![],
            vec![("path", "src/my app")],
            vec![("file", "src/app.py")],
            vec![("file", "src/app.py"), ("new", "1")],
            vec![("path", "src"), ("q", "a&b"), ("sort", "size"), ("order", "desc")],
        ] {
            let place = place(&query);
            let address = place.address();
            for (key, _) in &query {
                assert!(address.contains(&format!("{key}=")), "{address}");
            }
            assert_eq!(address.contains('?'), !query.is_empty());
        }
        assert_eq!(place(&[("file", "src/app.py")]).path, "src");
    }

    #[test]
    fn a_column_sorts_one_way_and_then_the_other() {
        let first = place(&[]);
        assert_eq!(first.sorted(FileSort::Name), Some("ascending"));
        assert_eq!(first.with_sort(FileSort::Name).sorted(FileSort::Name), Some("descending"));
        let by_size = first.with_sort(FileSort::Size);
        assert_eq!(by_size.sorted(FileSort::Size), Some("ascending"));
        assert_eq!(by_size.sorted(FileSort::Name), None);
        assert_eq!(by_size.with_sort(FileSort::Size).with_sort(FileSort::Size), by_size);
        assert_eq!(by_size.folder("a").sorted(FileSort::Size), Some("ascending"));
    }
}
