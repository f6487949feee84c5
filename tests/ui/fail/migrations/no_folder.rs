use restwright::generated::Migration;

const MIGRATIONS: &[Migration] = restwright::migrations!("no/migrations");

fn main() {}
