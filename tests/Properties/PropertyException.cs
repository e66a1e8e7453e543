using System;

namespace AutoDiff.Properties;

/// <summary>A property does not hold.</summary>
/// <param name="message">What is broken.</param>
public sealed class PropertyException(string message) : Exception(message);
