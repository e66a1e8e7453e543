using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Transforms
{
    /// <summary>Saved values, smaller or elsewhere.</summary>
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Applies a function, and keeps what it computed on the way packed: rounded, compressed or in a file, as the packer does it, off the tape.
        /// A derivative unpacks the values, runs the operations' rules on them and forgets them again; the function is not run again.
        /// </summary>
        /// <param name="packer">How values are packed: <see cref="CompressedPacker{T}"/>, <see cref="HalfPrecisionPacker{T}"/> or another.</param>
        /// <param name="function">
        /// The function. It may read anything on the tape and use any parameter, whether given as an input or not, draw random numbers, and take derivatives.
        /// </param>
        /// <param name="inputs">What to call it with.</param>
        /// <returns>The result, on the tape, as it was computed.</returns>
        /// <exception cref="TapeException">The function adds into parameters, resets or disposes of the tape, or returns a variable of another tape.</exception>
        /// <remarks>
        /// <para>Derivatives: the rules of the function's operations at the unpacked values. A packer that loses nothing gives the bits of the gradient
        /// without it, in first order; one that rounds gives the rules' results at rounded values, which is near the gradient, but of no function
        /// exactly. All orders and modes apply; what the derivative of a derivative computes on the way is not packed, but computed again, as behind <c>Checkpoint</c>.</para>
        /// <para>Memory: on the tape the results; beside it what the packer keeps, and about 100 bytes for each operation, which the collector
        /// frees some time after the tape is reset or severed behind them. While the function runs its values are there in full, while they are packed twice,
        /// and while they are swept once. Functions may be packed inside one another and inside checkpoints; a checkpoint in a packed function runs its own
        /// function again, from unpacked values.</para>
        /// <para>Inside the function of a batched map nothing is packed. PyTorch's <c>saved_tensors_hooks</c> pack value by value; here a function's values are packed
        /// together, since that is one call and compresses better.</para>
        /// </remarks>
        /// <example><code>Variable&lt;float&gt; y = tape.Pack(new HalfPrecisionPacker&lt;float&gt;(), static x =&gt; Block(x[0]), input);</code></example>
        public Variable<T> Pack(IValuePacker<T> packer, WorkedFunction<T> function, params ReadOnlySpan<Variable<T>> inputs)
        {
            ArgumentNullException.ThrowIfNull(packer);
            ArgumentNullException.ThrowIfNull(function);
            Span<Variable<T>> result = [default];
            tape.RunCheckpointed(function, inputs, result, packer);
            return result[0];
        }

        /// <summary>The same for a function with several results.</summary>
        /// <param name="packer">How values are packed.</param>
        /// <param name="function">The function; it sets every result.</param>
        /// <param name="inputs">What to call it with.</param>
        /// <param name="outputs">Where the results go; not where the inputs are.</param>
        /// <exception cref="TapeException">The function leaves a result out; or as for one result.</exception>
        public void Pack(IValuePacker<T> packer, CheckpointedFunction<T> function, ReadOnlySpan<Variable<T>> inputs, Span<Variable<T>> outputs)
        {
            ArgumentNullException.ThrowIfNull(packer);
            ArgumentNullException.ThrowIfNull(function);
            tape.RunCheckpointed(function, inputs, outputs, packer);
        }
    }
}
