namespace AutoDiff.Benchmarks;

// Floating-point operations of the matrix products that a value and its gradients cannot do without. All else that a step computes is not
// counted, and neither are products with one-hot rows, which are lookups.
internal static class Flops
{
    // A linear layer on some rows: its result and the gradients of its weights and, if wanted, its inputs.
    public static double Linear(int rows, int inputs, int outputs, bool inputGradient = true) => 2.0 * rows * inputs * outputs * (inputGradient ? 3 : 2);

    // A recurrent layer on rows of all time steps.
    public static double Recurrent(int rows, int inputs, int hidden, int gates, bool inputGradient = true) =>
        Linear(rows, inputs, gates * hidden, inputGradient) + RecurrentPart(rows, hidden, gates);

    // What of it comes from the state before, where inputs are looked up.
    public static double RecurrentPart(int rows, int hidden, int gates) => Linear(rows, hidden, gates * hidden);
}
