//! What the business knows: nouns, gate, state machines, money, policy. Pure.
