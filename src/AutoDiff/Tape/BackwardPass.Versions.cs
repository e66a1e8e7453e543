using System;
using System.Runtime.CompilerServices;
using AutoDiff.Kernels;

namespace AutoDiff;

// Parameters that have changed since the tape read them: the gradient of their old numbers is added up beside that of the present ones,
// and comes to it at the end.
internal sealed partial class BackwardPass<T>
{
    private Cotangent CotangentOfRetained(Parameter<T> parameter) => new() { Block = tape.Arena.Allocate(parameter.Shape.Count), Kept = true };

    private void AddRetained(string operation, int end)
    {
        foreach (UsedParameter<T> used in tape.UsedParameters)
        {
            if (used.Retained is not null && used.Index < end && _cotangents[used.Index].Filled)
                AddRetained(operation, used.Parameter, used.Index);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddRetained(string operation, Parameter<T> parameter, int index)
    {
        bool isClaimed = tape.Reads(parameter);
        if (!isClaimed && !parameter.TryClaim())
            throw TapeErrors.ParameterBusy(operation, parameter.Name);
        parameter.LeaveRows();
        Elementwise.Map<T, IdentityFunction<T>>(
            tape.Arena.Span(_cotangents[index].Block, parameter.Shape.Count),
            parameter.GradientArray.AsSpan(parameter.GradientStart, parameter.Shape.Count),
            parameter.HasGradient);
        parameter.HasGradient = true;
        if (!isClaimed)
            parameter.Unclaim();
    }
}
