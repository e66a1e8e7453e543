namespace AutoDiff.Rnn;

/// <summary>How the gradient of a sliding window is computed. All ways give the same gradient, up to rounding.</summary>
public enum WindowAlgorithm
{
    /// <summary>
    /// The cheapest by the sizes: <see cref="TwoStack"/> for windows longer than <c>2 n + 3</c> steps over states of <c>n</c> features, if its Jacobians are no more
    /// than 2^26 elements, <see cref="Segments"/> for strides of half the window and more, else <see cref="Banded"/>.
    /// </summary>
    Automatic,

    /// <summary>
    /// One sweep back over the sequence, with the adjoints of the losses whose window it is in, at most <c>length / stride</c>, side by side: each step's
    /// Jacobian is applied to all of them at once, and its weights get one product with their sum. Steps are run once, and a second time in sequences of more than 512.
    /// </summary>
    Banded,

    /// <summary>
    /// Time in blocks: every window is the end of one block and the beginning of the next, whose sums and Jacobians are accumulated once, so that the work does
    /// not grow with the window: <c>n + 1</c> rows through each step, and products of matrices <c>[n, n]</c>. Memory is that of a Jacobian <c>[batch, n, n]</c>
    /// for each step of a window. For a stride of 1, and rows of a batch that do not act on each other.
    /// </summary>
    TwoStack,

    /// <summary>Every window by itself, run again from the state before it. Memory is that of one window; time grows with <c>length / stride</c>.</summary>
    Segments,
}
