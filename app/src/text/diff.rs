/// The most pairs of lines that are compared; beyond that all is said to be new.
const MOST: usize = 4_000_000;

/// How a line of one text stands to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// In both: its places there.
    Same(usize, usize),
    /// In the first only: its place there.
    Removed(usize),
    /// In the second only: its place there.
    Added(usize),
}

/// The fewest lines to remove and add that turn one text into another, in the order of the lines.
pub(crate) fn diff<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Change> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = tail.take_while(|(old, new)| old == new).count();
    let (old_middle, new_middle) =
        (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut changes: Vec<Change> = (0..head).map(|at| Change::Same(at, at)).collect();
    middle(old_middle, new_middle, head, &mut changes);
    let (old_tail, new_tail) = (old.len() - tail, new.len() - tail);
    changes.extend((0..tail).map(|at| Change::Same(old_tail + at, new_tail + at)));
    changes
}

/// By the longest common subsequence: `longest[i][j]` is its length for what begins at `i` and `j`.
fn middle<T: PartialEq>(old: &[T], new: &[T], offset: usize, changes: &mut Vec<Change>) {
    let width = new.len() + 1;
    let too_many = old.len().saturating_mul(new.len()) > MOST;
    let mut longest = vec![0_u32; if too_many { 0 } else { (old.len() + 1) * width }];
    if !too_many {
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                longest[i * width + j] = if old[i] == new[j] {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let both = !too_many && i < old.len() && j < new.len();
        if both && old[i] == new[j] {
            changes.push(Change::Same(offset + i, offset + j));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len()
                && (!both || longest[(i + 1) * width + j] >= longest[i * width + j + 1]))
        {
            changes.push(Change::Removed(offset + i));
            i += 1;
        } else {
            changes.push(Change::Added(offset + j));
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, diff};

    fn shown(old: &str, new: &str) -> String {
        let (old, new): (Vec<_>, Vec<_>) = (old.chars().collect(), new.chars().collect());
        let line = |change: Change| match change {
            Change::Same(_, at) => format!(" {}", new[at]),
            Change::Removed(at) => format!("-{}", old[at]),
            Change::Added(at) => format!("+{}", new[at]),
        };
        diff(&old, &new).into_iter().map(line).collect::<String>()
    }

    #[test]
    fn what_stays_is_told_from_what_comes_and_goes() {
        for (old, new, expected) in [
            ("", "", ""),
            ("abc", "abc", " a b c"),
            ("abc", "axc", " a-b+x c"),
            ("abc", "ac", " a-b c"),
            ("ac", "abc", " a+b c"),
            ("", "ab", "+a+b"),
            ("ab", "", "-a-b"),
            ("abcde", "bxcdy", "-a b+x c d-e+y"),
        ] {
            assert_eq!(shown(old, new), expected, "{old} {new}");
        }
    }

    #[test]
    fn texts_that_are_too_long_to_compare_are_replaced() {
        let (old, new): (Vec<_>, Vec<_>) = ((0..3000).collect(), (5000..8000).collect());
        let changes = diff(&old, &new);
        assert_eq!(changes.len(), 6000);
        assert_eq!((changes[0], changes[3000]), (Change::Removed(0), Change::Added(0)));
    }
}
