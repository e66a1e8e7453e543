using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Transforms
{
    /// <summary>Memory against time.</summary>
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Applies a function and keeps its result only: what it computed on the way is forgotten at once. A derivative runs the function again,
        /// where its part of the graph would have stood, and forgets it again when it is spent.
        /// </summary>
        /// <param name="function">
        /// The function. It may read anything on the tape and use any parameter, whether given as an input or not, and take derivatives; but it must do the
        /// same each time it is called.
        /// </param>
        /// <param name="inputs">What to call it with; a delegate that is kept and given its inputs here takes no memory of the collector's.</param>
        /// <returns>The result, on the tape.</returns>
        /// <exception cref="TapeException">
        /// The function adds into parameters, resets or disposes of the tape, or returns a variable of another tape; later, in a derivative: it did something
        /// else when it was run again.
        /// </exception>
        /// <remarks>
        /// <para>Derivatives: those of the function. The first-order gradient has the same bits as without the checkpoint, since every
        /// contribution is added in the same order. All orders and modes apply: the derivative of a checkpointed function is a checkpointed
        /// function. Checkpoints nest: a function that is run again may keep parts of itself so.</para>
        /// <para>Memory: the results, for as long as the tape keeps them, and the values of one run while they are made or swept. Time: one
        /// more run of the function for each sweep. A function that only draws random numbers with a <see cref="RandomKey"/> draws the same ones again; one
        /// that takes keys from a stream must set the stream back. It meets the parameters as it met them first: with what stood for them
        /// (<see cref="Tape{T}.Substitute"/>) and the numbers they had (<see cref="Tape{T}.RetainParameters"/>). Results that differ when it is run again are
        /// refused, bit for bit.</para>
        /// <para>Inside the function of a batched map nothing is forgotten, as there the map decides what is computed. Source: Griewank and Walther, Evaluating
        /// Derivatives, 2nd edition, chapter 12; Chen, Xu, Zhang and Guestrin 2016.</para>
        /// </remarks>
        /// <example><code>Variable&lt;float&gt; y = tape.Checkpoint(static x => Block(x[0]), input);</code></example>
        public Variable<T> Checkpoint(WorkedFunction<T> function, params ReadOnlySpan<Variable<T>> inputs)
        {
            ArgumentNullException.ThrowIfNull(function);
            Span<Variable<T>> result = [default];
            tape.RunCheckpointed(function, inputs, result);
            return result[0];
        }

        /// <summary>The same for a function with several results.</summary>
        /// <param name="function">The function; it sets every result.</param>
        /// <param name="inputs">What to call it with.</param>
        /// <param name="outputs">Where the results go; not where the inputs are.</param>
        /// <exception cref="TapeException">The function leaves a result out; or as for one result.</exception>
        public void Checkpoint(CheckpointedFunction<T> function, ReadOnlySpan<Variable<T>> inputs, Span<Variable<T>> outputs)
        {
            ArgumentNullException.ThrowIfNull(function);
            tape.RunCheckpointed(function, inputs, outputs);
        }
    }
}
