using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AutoDiff.Tests;

// Tests run where numbers are written with a comma, whatever machine they run on: what reads or writes numbers says itself how. Programs, whose project files make them
// invariant, are tested as they run.
internal static class ForeignCulture
{
    [ModuleInitializer]
    internal static void Enter()
    {
        if (AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) && isInvariant)
            return;
        CultureInfo foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            PercentDecimalSeparator = ",",
            PercentGroupSeparator = ".",
        };
        CultureInfo.CurrentCulture = foreign;
        CultureInfo.DefaultThreadCurrentCulture = foreign;
    }
}
