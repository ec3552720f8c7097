# materials.bash - surfaces, paint and light for make-photos
#
# Each function writes FILE.miff in the present folder. SEED makes the same
# picture each time.
#
# SPDX-License-Identifier: GPL-3.0-or-later

# wood FILE WIDTH HEIGHT SEED DARK LIGHT PLANKS: planks along the width
wood () {
  local plank=$(($3 / $7)) lines="" i
  for ((i = 1; i < $7; i++)); do
    lines+=" line 0,$((i * plank)) $2,$((i * plank))"
  done
  convert -seed "$4" -size $(($2 / 24))x"$3" xc:gray50 -attenuate 1.6 +noise Gaussian \
    -colorspace Gray -resize "$2x$3!" -blur 0x0.8 -normalize \
    \( -size $(($2 / 8))x"$3" xc:gray50 -attenuate 1 +noise Gaussian -colorspace Gray \
       -resize "$2x$3!" \) -compose Overlay -composite \
    \( -size "$(($2 / 4))x$(($3 / 4))" plasma:fractal -colorspace Gray -blur 0x7.5 -resize "$2x$3!" -level 20%,80% +level 35%,75% \) \
    -compose Multiply -composite -normalize +level-colors "$5,$6" \
    -fill none -stroke '#1a140ce0' -strokewidth 5 -draw "$lines" \
    -stroke '#ffffff30' -strokewidth 2 -draw "translate 0,5 $lines" "$1.miff"
}

# paint FILE WIDTH HEIGHT SEED DARK LIGHT: painted sheet metal, blotched
paint () {
  convert -seed "$4" -size "$(($2 / 4))x$(($3 / 4))" plasma:fractal -colorspace Gray -blur 0x4.5 -resize "$2x$3!" -normalize \
    \( -size "$2x$3" xc:gray50 -attenuate 0.5 +noise Gaussian -colorspace Gray -blur 0x0.7 \) \
    -compose Overlay -composite -level 10%,90% +level-colors "$5,$6" "$1.miff"
}

# steel FILE WIDTH HEIGHT SEED DARK LIGHT: brushed along the width
steel () {
  convert -seed "$4" -size $(($2 / 40))x"$3" xc:gray50 -attenuate 2 +noise Gaussian -colorspace Gray \
    -resize "$2x$3!" -normalize \
    \( -size "$(($2 / 4))x$(($3 / 4))" plasma:fractal -colorspace Gray -blur 0x10 -resize "$2x$3!" -normalize +level 25%,75% \) \
    -compose Overlay -composite +level-colors "$5,$6" "$1.miff"
}

# ground FILE WIDTH HEIGHT SEED DARK LIGHT: concrete, earth, cloth
ground () {
  convert -seed "$4" -size "$(($2 / 4))x$(($3 / 4))" plasma:fractal -colorspace Gray -blur 0x1.5 -resize "$2x$3!" -normalize +level 20%,80% \
    \( -size $(($2 / 2))x$(($3 / 2)) xc:gray50 -attenuate 1.4 +noise Gaussian -colorspace Gray \
       -blur 0x0.6 -resize "$2x$3!" \) -compose Overlay -composite \
    -normalize +level-colors "$5,$6" "$1.miff"
}

# wear FILE SEED AMOUNT COLOUR: spots where the surface is worn, rusted or bare
wear () {
  local size w h
  read -r w h < <(identify -format '%w %h\n' "$1.miff")
  size=${w}x$h
  convert "$1.miff" \( -seed "$2" -size "$((w / 3))x$((h / 3))" plasma:fractal -colorspace Gray -normalize -resize "$size!" \
    \( -size "$size" xc:gray50 -attenuate 1.2 +noise Gaussian -colorspace Gray -blur 0x1.2 -normalize \) \
    -compose Overlay -composite -level "$((100 - $3))%,$((108 - $3))%" \
    -background "$4" -alpha shape \) -compose Over -composite "$1.miff"
}

# stencil FILE SEED COLOUR SIZE TEXT X Y: sprayed through a stencil, worn
stencil () {
  local cut=$(($4 * 55 / 100))
  convert -background none -fill "$3" -font "$mono" -pointsize "$4" label:"$5" \
    -region "100000x$(($4 / 18 + 1))+0+$cut" -channel A -evaluate multiply 0.25 +channel +region \
    -blur 0x0.7 stencil.miff
  convert stencil.miff \( +clone -alpha extract \
    \( +clone -seed "$2" -fill gray50 -colorize 100 -attenuate 1.5 +noise Gaussian -colorspace Gray \
       -blur 0x1.6 -normalize -level 8%,36% \) -compose Multiply -composite \) \
    -alpha off -compose CopyOpacity -composite stencil.miff
  convert "$1.miff" stencil.miff -geometry "+$6+$7" -compose Over -composite "$1.miff"
}

# stamp FILE SIZE TEXT X Y: struck into metal; light from above
stamp () {
  convert "$1.miff" \
    \( -background none -fill '#ffffff90' -font "$mono" -pointsize "$2" label:"$3" -blur 0x1.2 \) \
    -geometry "+$(($4 + 3))+$(($5 + 4))" -compose Over -composite \
    \( -background none -fill '#050505d8' -font "$mono" -pointsize "$2" label:"$3" -blur 0x1 \) \
    -geometry "+$4+$5" -compose Over -composite "$1.miff"
}

# light FILE ANGLE DARK LIGHT: a soft fall-off over the surface
light () {
  local size
  size=$(identify -format '%wx%h' "$1.miff")
  convert "$1.miff" \( -size "$size" -define gradient:angle="$2" "gradient:$4-$3" \) \
    -compose Multiply -composite "$1.miff"
}

# place SCENE FILE X1,Y1 X2,Y2 X3,Y3 X4,Y4: clockwise from the upper left
place () {
  local w h
  read -r w h < <(identify -format '%w %h\n' "$2.miff")
  convert "$1.miff" \( "$2.miff" -alpha set -virtual-pixel transparent \
    -define distort:viewport="${width}x$height+0+0" \
    -distort Perspective "0,0 $3  $w,0 $4  $w,$h $5  0,$h $6" +repage \) \
    -compose Over -composite "$1.miff"
}

# shadow SCENE BLUR OPACITY DRAWING: blurred small, which is as good and faster
shadow () {
  convert "$1.miff" \( -size "${width}x$height" xc:none -fill "rgba(0,0,0,$3)" -draw "$4" \
    -resize 25% -blur "0x$(($2 / 4 + 1))" -resize "${width}x$height!" \) -compose Over -composite "$1.miff"
}

# rule SCENE X Y ANGLE UNIT: a ruler of ten units, black and white
rule () {
  local marks="fill '#141414' text 468,54 '$5'" i
  for ((i = 0; i < 10; i++)); do
    marks+=" fill $([[ $((i % 2)) -eq 0 ]] && echo '#141414' || echo '#efefe8') rectangle $((i * 44 + 10)),34 $((i * 44 + 54)),60"
    marks+=" fill '#141414' text $((i * 44 + 46)),26 '$((i + 1))'"
  done
  convert "$1.miff" \( -size 520x72 xc:'#efefe8' -font "$bold" -pointsize 20 -draw "translate 4,4 $marks" \
    -bordercolor '#00000060' -border 1 -background none -rotate "$4" \
    \( +clone -background black -shadow 60x5+4+6 \) +swap -background none -layers merge +repage \) \
    -geometry "+$2+$3" -compose Over -composite "$1.miff"
}

# develop SCENE SEED WARMTH FILE ROTATION [COMPRESSION]: lens and sensor
develop () {
  convert "$1.miff" -alpha off -virtual-pixel edge -distort ScaleRotateTranslate "1.03,${5:-0}" \
    -distort Barrel "0.0 0.012 -0.02 1.008" \
    \( -size "${width}x$height" radial-gradient:white-gray62 -level 0,97% \) -compose Multiply -composite \
    -modulate 103,88,100 -channel R -evaluate multiply "1.0$3" -channel B -evaluate multiply "0.9$((9 - $3))" \
    +channel -gamma 1.35 -sigmoidal-contrast 3,44% -blur 0x0.7 \
    -seed "$2" -attenuate 0.12 +noise Gaussian -unsharp 0x1.2+0.5 -depth 8 -compress "${6:-JPEG}" -quality 88 -strip "$out/$4"
}
