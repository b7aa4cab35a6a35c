//! The binary as people and scripts use it.

mod deals;
mod operating;
mod playbooks;
mod program;
mod remote;
