using System;

namespace AutoDiff;

[Flags]
internal enum EntryFlags
{
    None = 0,

    // A gradient flows through the entry.
    Active = 1,

    // A rule's last step, not computed yet: the sweep computes it straight into the gradient it belongs to.
    Deferred = 2,

    // The value is a run of the first input's elements.
    View = 4,

    // The value's block was taken for the rule being run and goes back after it.
    Scratch = 8,

    // A deferred step that its rule has added to a gradient already.
    Contributed = 16,

    // A pointwise operation whose inputs all have the result's shape.
    Uniform = 32,

    // A function whose operations are not kept, or one of its results.
    Checkpoint = 64,

    // The value's block was taken for a function that is run again, and goes back when the entry is forgotten.
    Lent = 128,

    // Set while a list of entries is made in which each stands once.
    Seen = 256,

    // Only sketched: it depends on a value that stands for many, and is computed for all of them at once, elsewhere.
    Sketched = 512,

    // Its value was packed in between, and may have been rounded.
    Unpacked = 1024,

    // A gradient flows through the entry into a parameter: set beside Active.
    Trained = 2048,

    // What an entry inherits from its inputs while operations are recorded.
    Gradients = Active | Trained,
}
