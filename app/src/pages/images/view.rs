use crate::{
    text,
    types::{Image, SortOrder},
};
use leptos_router::params::ParamsMap;
use std::cmp::Ordering;

/// Which images are shown, by who uses them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    All,
    Used,
    Unused,
    /// Without a name: a newer image has taken it.
    Nameless,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::All, Self::Used, Self::Unused, Self::Nameless];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Nameless => "without a name",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Nameless => "nameless",
        }
    }

    pub(super) fn has(self, image: &Image) -> bool {
        match self {
            Self::All => true,
            Self::Used => !image.used_by.is_empty(),
            Self::Unused => image.used_by.is_empty(),
            Self::Nameless => image.tags.is_empty(),
        }
    }
}

/// What images are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Name,
    Size,
    Created,
    Use,
}

impl Sort {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Name, ""), (Self::Size, "size"), (Self::Created, "created"), (Self::Use, "use")];

    /// Which way comes first: what is largest, newest and used most is looked for.
    const fn first_order(self) -> SortOrder {
        match self {
            Self::Name => SortOrder::Asc,
            Self::Size | Self::Created | Self::Use => SortOrder::Desc,
        }
    }
}

/// What the list shows, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct View {
    /// What a name, an id or a container that uses it has to contain.
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) sort: Sort,
    pub(super) order: SortOrder,
    /// What is filled in where an image is asked for that is to be pulled; `None` where none is.
    pub(super) pull: Option<String>,
}

impl View {
    /// The one that the address asks for.
    pub(super) fn of_address(query: &ParamsMap) -> Self {
        let get = |key| query.get(key).unwrap_or_default();
        let sort = Sort::ALL.into_iter().find(|(_, word)| *word == get("sort"));
        let sort = sort.map(|(sort, _)| sort).unwrap_or_default();
        Self {
            text: get("q").trim().to_owned(),
            kind: Kind::ALL.into_iter().find(|kind| kind.word() == get("use")).unwrap_or_default(),
            sort,
            order: match &*get("order") {
                "asc" => SortOrder::Asc,
                "desc" => SortOrder::Desc,
                _ => sort.first_order(),
            },
            pull: query.get("pull"),
        }
    }

    /// The address that asks for this one.
    pub(super) fn address(&self) -> String {
        let all = [
            ("q", &*self.text),
            ("use", self.kind.word()),
            ("sort", self.sort_word()),
            ("order", self.order_word()),
        ];
        let given = all.into_iter().filter(|(_, value)| !value.is_empty());
        let query: ParamsMap =
            given.chain(self.pull.as_deref().map(|image| ("pull", image))).collect();
        format!("/ui/images{}", query.to_query_string())
    }

    pub(super) fn kind_word(&self) -> &'static str {
        self.kind.word()
    }

    pub(super) fn sort_word(&self) -> &'static str {
        Sort::ALL.into_iter().find(|(sort, _)| *sort == self.sort).map_or("", |(_, word)| word)
    }

    /// The order as the address has it; empty where it is the usual one.
    pub(super) fn order_word(&self) -> &'static str {
        match self.order {
            order if order == self.sort.first_order() => "",
            SortOrder::Asc => "asc",
            SortOrder::Desc => "desc",
        }
    }

    /// Whether anything is left out.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.text.is_empty() || self.kind != Kind::All
    }

    pub(super) fn with_text(&self, text: &str) -> Self {
        Self { text: text.trim().to_owned(), ..self.clone() }
    }

    pub(super) fn with_kind(&self, kind: Kind) -> Self {
        Self { kind, ..self.clone() }
    }

    /// The same sorted by that column; the other way round where it is already.
    pub(super) fn with_sort(&self, sort: Sort) -> Self {
        let first = sort.first_order();
        let turned = self.sort == sort && self.order == first;
        let second = if first == SortOrder::Asc { SortOrder::Desc } else { SortOrder::Asc };
        Self { sort, order: if turned { second } else { first }, ..self.clone() }
    }

    pub(super) fn with_pull(&self, pull: Option<String>) -> Self {
        Self { pull, ..self.clone() }
    }

    /// Which way that column is sorted, as `aria-sort` says it; `None` where it is another.
    pub(super) fn sorted(&self, by: Sort) -> Option<&'static str> {
        (self.sort == by).then_some(match self.order {
            SortOrder::Asc => "ascending",
            SortOrder::Desc => "descending",
        })
    }

    /// Whether the text occurs in it.
    fn says(&self, image: &Image) -> bool {
        let text = self.text.to_lowercase();
        let has = |field: &str| field.to_lowercase().contains(&text);
        image.tags.iter().any(|tag| has(tag))
            || has(&image.id)
            || has(&image.architecture)
            || image.used_by.iter().any(|user| has(&user.name))
    }

    /// How many of a kind match the text.
    pub(super) fn count(&self, images: &[Image], kind: Kind) -> usize {
        images.iter().filter(|image| kind.has(image) && self.says(image)).count()
    }

    /// Those that are shown, in their order.
    pub(super) fn arranged(&self, images: &[Image]) -> Vec<Image> {
        let mut shown: Vec<Image> = images
            .iter()
            .filter(|image| self.kind.has(image) && self.says(image))
            .cloned()
            .collect();
        shown.sort_by(|a, b| {
            let order = self.compare(a, b);
            if self.order == SortOrder::Desc { order.reverse() } else { order }
        });
        shown
    }

    fn compare(&self, a: &Image, b: &Image) -> Ordering {
        let built = |image: &Image| image.created_at.as_deref().and_then(text::seconds);
        match self.sort {
            Sort::Name => {
                (a.tags.is_empty(), a.tags.first()).cmp(&(b.tags.is_empty(), b.tags.first()))
            }
            Sort::Size => a.size_bytes.cmp(&b.size_bytes),
            Sort::Created => built(a).cmp(&built(b)),
            Sort::Use => a.used_by.len().cmp(&b.used_by.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Sort, View};
    use crate::types::{Image, ImageUser};
    use leptos_router::params::ParamsMap;

    fn view(query: &[(&'static str, &str)]) -> View {
        let query: ParamsMap = query.iter().map(|(key, value)| (*key, *value)).collect();
        View::of_address(&query)
    }

    fn image(tags: &[&str], size_bytes: u64, users: &[&str]) -> Image {
        let user = |name: &&str| ImageUser { cuid: None, name: (*name).to_owned(), running: false };
        Image {
            id: format!("sha256:{size_bytes}"),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            digests: Vec::new(),
            size_bytes,
            created_at: None,
            architecture: "amd64".to_owned(),
            os: "linux".to_owned(),
            used_by: users.iter().map(user).collect(),
        }
    }

    #[test]
    fn the_address_and_the_view_say_the_same() {
        for address in [
            "/ui/images",
            "/ui/images?q=a%2Fb&use=unused&sort=size&order=asc",
            "/ui/images?sort=created",
            "/ui/images?pull=",
            "/ui/images?order=desc&pull=nginx",
        ] {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            let mut map = ParamsMap::new();
            for pair in query.split('&').filter(|pair| !pair.is_empty()) {
                let (key, value) = pair.split_once('=').unwrap_or_default();
                map.insert(key.to_owned(), value.replace("%2F", "/"));
            }
            assert_eq!(View::of_address(&map).address(), address);
        }
    }

    #[test]
    fn images_are_found_and_put_in_order() {
        let images =
            [image(&["b:1"], 1, &["shop"]), image(&[], 3, &[]), image(&["a:1", "c:1"], 2, &[])];
        let sizes = |view: View| {
            view.arranged(&images).iter().map(|image| image.size_bytes).collect::<Vec<_>>()
        };
        assert_eq!(sizes(view(&[])), [2, 1, 3], "those without a name last");
        assert_eq!(sizes(view(&[("sort", "size")])), [3, 2, 1]);
        assert_eq!(sizes(view(&[("sort", "size")]).with_sort(Sort::Size)), [1, 2, 3]);
        assert_eq!(sizes(view(&[("q", "C:1")])), [2]);
        assert_eq!(sizes(view(&[("q", "shop")])), [1], "by who uses it");
        assert_eq!(sizes(view(&[("use", "nameless")])), [3]);
        assert_eq!(view(&[]).count(&images, Kind::Unused), 2);
    }
}
