using Xunit;

namespace AutoDiff.Tests.Rnn.Memory;

// Tests that measure memory run after all others, one at a time.
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
