namespace AutoDiff;

// A number whose value may be zero while a derivative that it carries is not.
internal interface ICarriesDerivatives
{
    bool IsZeroThroughout { get; }
}
