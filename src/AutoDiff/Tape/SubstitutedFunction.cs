using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// A function to be run again, with what stood for parameters when it was run first.
internal sealed record SubstitutedFunction<T>(Delegate Function, Dictionary<Parameter<T>, Variable<T>> Substitutes)
    where T : unmanaged, IFloatingPointIeee754<T>;
