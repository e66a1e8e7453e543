using System;

namespace AutoDiff.Examples;

/// <summary>Something that was asked for cannot be done. The message is one line for the person who asked.</summary>
public sealed class InputException(string message) : Exception(message);
