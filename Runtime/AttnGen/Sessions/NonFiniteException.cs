using System.Globalization;

namespace AttnGen;

/// <summary>A loss or a gradient was NaN or infinite; no parameter was updated, and the gradients were zeroed.</summary>
public sealed class NonFiniteException : TuningException
{
    /// <summary>Makes the exception.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not finite, and what to do.</param>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not finite, and what to do.</param>
    /// <param name="innerException">What led to it.</param>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What was not finite, when, and which groups move fastest; and a backward pass that failed, whose gradients are NaN.</summary>
    internal static NonFiniteException At(TuningSession session, string what, Exception? failure = null)
    {
        if (failure is not null)
        {
            return new NonFiniteException(FormattableString.Invariant($"{what} at step {session.StepCount}. Nothing was updated. A backward pass failed before it: {failure.Message}"), failure);
        }

        var highest = session.Groups.Max(group => group.LearningRate);
        var fastest = session.Groups.Where(group => group.LearningRate == highest).Select(group => group.Name).ToList();
        return new NonFiniteException(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} at step {session.StepCount}. Nothing was updated. {string.Join(", ", fastest)} {(fastest.Count == 1 ? "is" : "are")} trained at {highest:0.0##e-0}"
            + $"{(fastest.Count < session.Groups.Count ? ", the highest rate" : "")}: a lower one, a warm-up, clipping, or a look at this batch's inputs helps."));
    }
}
