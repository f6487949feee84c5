restwright::resources!("no/such/folder");

fn main() {}
