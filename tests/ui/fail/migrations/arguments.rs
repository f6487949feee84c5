const MIGRATIONS: &[restwright::generated::Migration] = restwright::migrations!(migrations);

fn main() {}
