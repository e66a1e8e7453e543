using System;
using System.Collections.Generic;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>One line of a function seen as a program: <c>name = operation(inputs)</c>.</summary>
/// <param name="Name">The variable that is assigned.</param>
/// <param name="Text">The right-hand side as it is printed.</param>
/// <param name="Inputs">Which earlier values it reads; 0 is the argument, i the result of the i-th line.</param>
/// <param name="Apply">The operation.</param>
public sealed record Assignment(string Name, string Text, IReadOnlyList<int> Inputs, Func<Variable<double>[], Variable<double>> Apply);
