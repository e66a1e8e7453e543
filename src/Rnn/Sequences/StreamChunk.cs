using System;

namespace AutoDiff.Rnn;

/// <summary>A chunk of several rows of a stream: what to read, and what comes next.</summary>
/// <param name="Inputs">Tokens <c>[time, rows]</c>, time first.</param>
/// <param name="Targets">The token after each, in the same order.</param>
/// <param name="Steps">Steps in the chunk.</param>
/// <param name="Rows">Rows side by side.</param>
/// <param name="TargetCount">How many targets count: the first ones. Fewer than there are only in the last chunk of a stream that does not divide evenly.</param>
public readonly record struct StreamChunk(ReadOnlyMemory<int> Inputs, ReadOnlyMemory<int> Targets, int Steps, int Rows, int TargetCount);
