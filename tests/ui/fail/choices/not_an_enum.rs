use restwright::Choices;

#[derive(Choices)]
pub struct Status;

#[derive(Choices)]
pub enum Empty {}

#[derive(Choices)]
pub enum Fielded {
    Draft(i64),
}

fn main() {}
