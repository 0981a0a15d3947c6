/// How well letters fit a text that has them in this order, whatever its case; more is better, `None`
/// where it has not. Letters that follow each other or begin a word count more, and so does a short
/// text.
pub(super) fn score(letters: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let letters: Vec<char> = letters.chars().filter(|char| !char.is_whitespace()).collect();
    let fit = fit(&letters, &text, true).or_else(|| fit(&letters, &text, false))?;
    Some(fit * 8 - i32::try_from(text.len()).unwrap_or(i32::MAX).min(64) / 8)
}

/// Finds each letter in turn, where a word begins if there is such a place; that may leave too little
/// for the rest, so that it has to be tried without.
fn fit(letters: &[char], text: &[char], prefer_words: bool) -> Option<i32> {
    let mut total = 0;
    let mut from = 0;
    for (count, letter) in letters.iter().enumerate() {
        let begins = |at: usize| at == 0 || !text[at - 1].is_alphanumeric();
        let mut places = (from..text.len()).filter(|at| text[*at] == *letter);
        let first = places.next()?;
        let follows = count > 0 && first == from;
        let mut word = || places.find(|at| begins(*at)).filter(|_| prefer_words);
        let at = if follows || begins(first) { first } else { word().unwrap_or(first) };
        total += 1 + if follows { 4 } else { 0 } + if begins(at) { 3 } else { 0 };
        total += i32::from(at == 0);
        from = at + 1;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn letters_have_to_come_in_their_order() {
        for (letters, text, fits) in [
            ("", "anything", true),
            ("shop", "Shop", true),
            ("sf", "shop-frontend", true),
            ("shfr", "shop-frontend", true),
            ("fs", "shop-frontend", false),
            ("shopp", "shop", false),
            ("new con", "New container", true),
            ("größe", "Größe", true),
        ] {
            assert_eq!(score(letters, text).is_some(), fits, "{letters} {text}");
        }
    }

    #[test]
    fn what_fits_better_comes_first() {
        for (letters, better, worse) in [
            ("shop", "shop", "workshop"),
            ("sf", "shop-frontend", "transfer"),
            ("s", "shop", "Theme: system"),
            ("con", "Containers", "New container"),
            ("shop", "shop", "shop-frontend-of-somebody-else"),
        ] {
            assert!(score(letters, better) > score(letters, worse), "{letters}: {better}");
        }
    }
}
