// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! What is served where: the counterpart of Django's `urls.py`.

use crate::resources::crate_::CrateViewSet;
use crate::resources::r#gen::GenViewSet;
use crate::resources::mod_::ModViewSet;
use crate::resources::option::OptionViewSet;
use crate::resources::self_::SelfViewSet;
use crate::resources::string::StringViewSet;
use crate::resources::vec::VecViewSet;
use restwright::__gen as rw;

/// What is served where.
pub fn urls() -> &'static rw::settings::Api {
    let mut router = rw::Router::new(crate::settings::API);
    router.register("crates", CrateViewSet);
    router.register("gens", GenViewSet);
    router.register("mods", ModViewSet);
    router.register("options", OptionViewSet);
    router.register("selfs", SelfViewSet);
    router.register("strings", StringViewSet);
    router.register("vecs", VecViewSet);
    router.urls()
}
