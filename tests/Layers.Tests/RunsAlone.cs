using Xunit;

namespace AutoDiff.Tests.Layers;

// Tests that measure memory or set the number of threads run after all others, one at a time.
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
