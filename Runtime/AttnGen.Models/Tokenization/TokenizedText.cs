namespace AttnGen.Models.Tokenization;

/// <summary>A text as token ids, with <c>[CLS]</c> and <c>[SEP]</c>.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="TypeIds">0 for the first text and its separators, 1 for the second.</param>
public sealed record TokenizedText(int[] Ids, int[] TypeIds);
