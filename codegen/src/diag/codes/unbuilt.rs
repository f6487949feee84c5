//! RW09: features of the spec language that are not built yet. `build --partial` turns these into warnings.

family! {
UNBUILT = "RW0901", Error, "{0} is not built yet", "not built yet",
    "remove it, or build with `--partial`: the feature stays off then",
    "The spec language has this feature, and this version of the generator does not. It is refused rather than ignored, so that a server never \
     lacks something that its spec promises. With `codegen build --partial` (and `check --partial`) this is a warning: the server is \
     generated without the feature, and answers 501 where it would be.";
UNBUILT_ARGUMENT = "RW0902", Error, "the argument `{0}` is not built yet", "not built yet",
    "remove it, or build with `--partial`: the argument has no effect then",
    "Django REST framework has this argument of a serializer field, and this version of the generator does not. It is refused rather than \
     ignored. With `--partial` it is a warning, and the argument has no effect.";
}
