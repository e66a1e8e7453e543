namespace AutoDiff.Rnn;

/// <summary>How a gradient is carried forward in time instead of followed back.</summary>
public enum OnlineMethod
{
    /// <summary>
    /// Real-time recurrent learning: the influence <c>G[t] = dh[t]/dw = J[t] G[t-1] + B[t]</c> of every weight on every unit of the state. Exact while the
    /// weights stay as they are. Source: Williams and Zipser 1989.
    /// </summary>
    Rtrl,

    /// <summary>
    /// The same influence, kept only where a weight reaches a unit within one step, and dropped elsewhere: biased towards short dependencies. A loss
    /// sees its own step whole.
    /// Source: Menick et al. 2021, "A practical sparse approximation for real time recurrent learning" (SnAp-1).
    /// </summary>
    SnAp1,

    /// <summary>
    /// Unbiased online recurrent optimisation: the influence as a product <c>s w'</c> of two vectors, whose mean over random signs is the exact one.
    /// Source: Tallec and Ollivier 2017, "Unbiased online recurrent optimization".
    /// </summary>
    Uoro,
}
