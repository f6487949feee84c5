restwright::resources!(specs);

fn main() {}
