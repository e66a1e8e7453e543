using System;
using System.Diagnostics;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

// What the formulas of the cells have in common.
internal static class Gates
{
    // One of several gates that stand side by side in the last axis.
    public static Variable<T> Gate<T>(Variable<T> gates, int gate, int hidden)
        where T : unmanaged, IFloatingPointIeee754<T> => Slice(gates, -1, gate * hidden, hidden);

    public static Variable<T> Apply<T>(this Activation activation, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => activation switch
        {
            Activation.Tanh => Tanh(x),
            Activation.Relu => Relu(x),
            Activation.Sigmoid => Sigmoid(x),
            _ => throw new UnreachableException(),
        };

    public static Activation Checked(string cell, Activation activation) => Enum.IsDefined(activation) ? activation
        : throw new ArgumentException($"{cell}: there is no activation {(int)activation}; need {string.Join(", ", Enum.GetNames<Activation>())}.");
}
