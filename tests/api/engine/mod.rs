//! What happens on the engine by other hands, and what happens to the engine.

mod away;
mod by_hand;
mod lag;
