use restwright::Choices;

#[derive(Choices)]
pub enum Status {
    Draft,
    #[choice(value = "draft")]
    Printed,
    #[choice(value = 3)]
    Sold,
    #[choice(valeu = "x")]
    Lost,
    #[choice(value = true)]
    Gone,
}

fn main() {}
