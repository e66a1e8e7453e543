namespace AutoDiff.Kernels;

// The lengths of a convolution of x [batch, inputs, height, width] with weights [outputs, inputs / groups, kernel height, kernel width]
// to y [batch, outputs, places high, places wide]. One axis alone is a plane of height 1.
internal readonly record struct ConvolutionSize(int Batch, int Inputs, int Outputs, int Groups, WindowAxis Height, WindowAxis Width)
{
    public int InputPlane => Height.Length * Width.Length;

    public int OutputPlane => Height.Places * Width.Places;

    public int Kernel => Height.Kernel * Width.Kernel;

    // Elements of a group's channels in one image.
    public int GroupInput => Inputs / Groups * InputPlane;

    public int GroupOutput => OutputsPerGroup * OutputPlane;

    public int OutputsPerGroup => Outputs / Groups;

    // The factors that add up in one element of y.
    public int Taps => Inputs / Groups * Kernel;

    public int GroupWeights => OutputsPerGroup * Taps;

    // A window of one element that stands on every element once: the columns are the planes themselves.
    public bool IsPlain => Kernel == 1 && OutputPlane == InputPlane && Height is { Stride: 1, Padding: 0 } && Width is { Stride: 1, Padding: 0 };
}
