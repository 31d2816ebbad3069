package main

import "math"

// The scores once more, written from their definitions in another language than the plugin's: what the plugin says
// must follow from the distributions that it shows.

func psi(reference, current []float64) float64 {
	sum := 0.0
	for i := range reference {
		// A bin that both leave empty says nothing of either.
		if reference[i] == 0 && current[i] == 0 {
			continue
		}
		sum += (current[i] - reference[i]) * math.Log(current[i]/reference[i])
	}
	return sum
}

// jensenShannonDistance is the root of the divergence in bits.
func jensenShannonDistance(reference, current []float64) float64 {
	divergence := 0.0
	term := func(p, m float64) float64 {
		if p == 0 {
			return 0
		}
		return p * math.Log2(p/m)
	}
	for i := range reference {
		middle := (reference[i] + current[i]) / 2
		divergence += (term(reference[i], middle) + term(current[i], middle)) / 2
	}
	return math.Sqrt(math.Max(0, divergence))
}

// kolmogorovSmirnov on bins: the largest difference of the cumulative proportions at the shared edges.
func kolmogorovSmirnov(reference, current []float64) float64 {
	largest, left, right := 0.0, 0.0, 0.0
	for i := range reference {
		left += reference[i]
		right += current[i]
		largest = math.Max(largest, math.Abs(left-right))
	}
	return largest
}

func totalVariation(reference, current []float64) float64 {
	sum := 0.0
	for i := range reference {
		sum += math.Abs(reference[i] - current[i])
	}
	return sum / 2
}

func hellinger(reference, current []float64) float64 {
	sum := 0.0
	for i := range reference {
		sum += math.Sqrt(reference[i] * current[i])
	}
	return math.Sqrt(math.Max(0, 1-sum))
}
