using System;

namespace AutoDiff.Checking;

/// <summary>An operation breaks a law: its definition is wrong, or its worked cases are.</summary>
/// <param name="message">Which law, where, by how much, and a repro.</param>
public sealed class LawException(string message) : Exception(message);
